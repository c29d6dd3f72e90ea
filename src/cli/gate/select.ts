import { MilepostError } from "../../core/error.ts";
import { didYouMean } from "../../core/plan/nearest.ts";
import type { FactKind, Gate, GateRules } from "../../gates/gate.ts";
import { gates, namedGates, needsCheckout } from "../../gates/list.ts";

/** What a change is held to, as far as it is known. */
export interface Held {
  readonly rules: GateRules;
  /** Whether a plan gave the rules. */
  readonly planned: boolean;
  /** Whether the body is known, whose paths `scope` judges. */
  readonly owned: boolean;
  /** Public keys that the plan lets sign, besides those that who judges trusts. */
  readonly signers?: readonly string[];
}

/** Gates that need nothing of a plan; the others judge by what it says. */
const always = ["size", "dco", "secrets"];

/**
 * The gates to run: those asked for, or all that can judge by what is known.
 *
 * @throws {MilepostError} when one that was asked for cannot judge.
 */
export function selectGates(only: readonly string[] | undefined, held: Held): Gate[] {
  if (only) for (const name of only) throwOnSilent(name, held);
  return only
    ? namedGates(only)
    : gates.filter(({ name }) => (held.planned || always.includes(name)) && whySilent(name, held) === null);
}

/**
 * Parses `--only`: names of gates with commas between.
 *
 * @throws {MilepostError} with the nearest name and all there are, when one is unknown.
 */
export function parseOnly(text: string): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const known = gates.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (names.length > 0 && unknown === undefined) return names;
  const near = unknown === undefined ? "" : didYouMean(unknown, known);
  throw new MilepostError(
    unknown === undefined ? "--only names no gate" : `there is no gate ${unknown}${near}`,
    {
      hint: `the gates are ${known.join(", ")}`,
    },
  );
}

/** What must be read for the gates to judge. */
export const readBy = (chosen: readonly Gate[]): ReadonlySet<FactKind> =>
  new Set(chosen.flatMap(({ reads = [] }) => reads));

function throwOnSilent(name: string, held: Held): void {
  const why = whySilent(name, held);
  if (why) throw new MilepostError(why.message, { hint: why.hint });
}

/** Why a gate cannot judge here, `null` when it can. */
function whySilent(name: string, { rules, planned, owned }: Held): { message: string; hint: string } | null {
  if (needsCheckout.has(name)) {
    return {
      message: `${name} is judged where the plan's commands run, and this command runs none`,
      hint: "run them yourself, or let `milepost run` do it",
    };
  }
  if (always.includes(name)) return null;
  if (!planned && name !== "gaming") {
    return {
      message: `${name} judges by a plan, and none was given`,
      hint: "name it: --plan plans/<plan>.yml",
    };
  }
  if (name === "scope" && !owned) {
    return { message: "scope judges by what a body owns, and none is known", hint: "name it: --body <id>" };
  }
  if (name === "signature" && rules.signing === "none" && rules.unsignedAuthor === undefined) {
    return { message: "the plan asks for no signatures", hint: "set `signing: gpg` or `signing: ssh` in it" };
  }
  return null;
}
