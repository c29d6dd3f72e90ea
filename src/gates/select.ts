import { defaultLimits } from "../core/plan/default-limits.ts";
import type { Gate, GateRules } from "./gate.ts";
import { gates, isAsked, needsCheckout } from "./list.ts";
import type { FactKind } from "./result.ts";

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

/** How much a change may hold, where somebody says so. */
export interface AskedLimits {
  readonly lines?: number | undefined;
  readonly files?: number | undefined;
}

/** What a change is held to without a plan: so many hand-written lines and files, sign-offs, no secrets. */
export const unplanned = ({ lines, files }: AskedLimits = {}): Held => ({
  rules: {
    limits: {
      ...defaultLimits,
      ...(lines === undefined ? {} : { lines }),
      ...(files === undefined ? {} : { files }),
    },
    ...{ generated: [], protected: [], owns: null, granted: [], allowed: [] },
    ...{ verify: [], coverage: null, signing: "none" },
  },
  planned: false,
  owned: false,
});

/** Gates that need nothing of a plan; the others judge by what it says. */
const always = ["size", "dco", "secrets"];

/** All gates that can judge by what is known. */
export const ableGates = (held: Held): Gate[] =>
  gates.filter(({ name }) => (held.planned || always.includes(name)) && silenceOf(name, held) === null);

/** What a gate would have to know: the checkout in which commands ran, a plan, a body, a wish for signatures. */
export type Silence = "checkout" | "plan" | "body" | "signing";

/** Why a gate cannot judge here, `null` when it can. */
export const silenceOf = (name: string, { rules, planned, owned }: Held): Silence | null => {
  if (needsCheckout.has(name)) return "checkout";
  if (always.includes(name)) return null;
  if (!planned && name !== "gaming") return "plan";
  if (name === "scope" && !owned) return "body";
  return name === "signature" && !isAsked(name, rules) ? "signing" : null;
};

/** What must be read for the gates to judge. */
export const readBy = (chosen: readonly Gate[]): ReadonlySet<FactKind> =>
  new Set(chosen.flatMap(({ reads = [] }) => reads));
