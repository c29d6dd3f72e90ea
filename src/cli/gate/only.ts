import { MilepostError } from "../../core/error.ts";
import { didYouMean } from "../../core/plan/nearest.ts";
import type { Gate } from "../../gates/gate.ts";
import { gates, namedGates } from "../../gates/list.ts";
import { type Held, type Silence, silenceOf } from "../../gates/select.ts";

/**
 * Parses `--only`: names of gates with commas between.
 *
 * @throws {MilepostError} with the nearest name and all there are, when one is unknown.
 */
export const parseOnly = (text: string): string[] => {
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
};

/**
 * The gates that were asked for by name.
 *
 * @throws {MilepostError} when one of them cannot judge by what is known.
 */
export const askedGates = (names: readonly string[], held: Held): Gate[] => {
  for (const name of names) throwOnSilent(name, held);
  return namedGates(names);
};

const throwOnSilent = (name: string, held: Held): void => {
  const silence = silenceOf(name, held);
  if (silence === null) return;
  const { why, hint } = silences[silence];
  throw new MilepostError(`${name} ${why}`, { hint });
};

const silences: Readonly<Record<Silence, { readonly why: string; readonly hint: string }>> = {
  checkout: {
    why: "is judged where the plan's commands run, and this command runs none",
    hint: "run them yourself, or let `milepost run` do it",
  },
  plan: {
    why: "judges by a plan, and none was given",
    hint: "name it: --plan plans/<plan>.yml",
  },
  body: {
    why: "judges by what a body owns, and none is known",
    hint: "name it: --body <id>",
  },
  signing: {
    why: "judges by the plan's signing, and the plan asks for none",
    hint: "set `signing: gpg` or `signing: ssh` in it",
  },
};
