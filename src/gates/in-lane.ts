import type { GateRules } from "./gate.ts";
import { gates, isAsked, needsCheckout, unreported } from "./list.ts";
import { type GateResult, unjudged } from "./result.ts";

/** What there is where a lane judges. */
interface Bench {
  /** Whether its commits are as they will be: propose alone signs them off and signs them. */
  readonly commits: boolean;
  /** Whether the plan's commands ran there. */
  readonly checkout: boolean;
}

/** The names of the gates that the rules ask for and that can judge there. */
export const gatesAt = (rules: GateRules, { commits, checkout }: Bench): string[] =>
  gates
    .map(({ name }) => name)
    .filter((name) => isAsked(name, rules))
    .filter((name) => (commits || !ofCommits.has(name)) && (checkout || !needsCheckout.has(name)));

/** Gates on the commits themselves, not on what they change. */
export const ofCommits: ReadonlySet<string> = new Set(["dco", "signature"]);

/**
 * What the gates said that judge a checkout, as it was handed on. What the rules ask for and nothing tells of is
 * unjudged: that something was left out lets no change pass.
 */
export const saidInCheckout = (handed: readonly GateResult[], rules: GateRules): GateResult[] => {
  const said = handed.filter(({ name, kind }) => needsCheckout.has(name) && kind !== "skipped");
  const verifyFailed = said.some(({ name, kind }) => name === "verify" && kind === "failed");
  const missing = [...needsCheckout].filter(
    (name) => isAsked(name, rules) && !said.some((one) => one.name === name),
  );
  return [
    ...said,
    ...missing.map((name) => (name === "coverage" ? unreported(verifyFailed) : unjudged(name, "checkout"))),
  ];
};
