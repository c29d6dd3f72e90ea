import type { Plan } from "../plan/plan.ts";
import type { BaseRules } from "./rules.ts";
import { isOwnCheck, type SeenCheck, type SeenHead, type SeenRun } from "./seen.ts";

/** How the repository's own CI stands at a head. */
export type CiState =
  /** Everything that counts has passed; no names where nothing ran. */
  | { readonly kind: "passed"; readonly checks: readonly string[] }
  | { readonly kind: "pending"; readonly checks: readonly string[] }
  /** Pending for longer than the plan waits. */
  | { readonly kind: "hung"; readonly checks: readonly string[] }
  | { readonly kind: "failed"; readonly checks: readonly SeenCheck[]; readonly rerun: readonly number[] }
  /** A person has to let the workflows begin. */
  | { readonly kind: "approval"; readonly url: string }
  /** Nobody may read it: the forge says why. */
  | { readonly kind: "unread"; readonly said: string }
  /** Required checks that nothing has begun; none by name where something runs at other heads and nothing at this one. */
  | { readonly kind: "not-run"; readonly checks: readonly string[] };

/** Whether it may be another one soon, by itself. */
export const isOnItsWay = (state: CiState): boolean =>
  state.kind === "pending" || (state.kind === "failed" && state.rerun.length > 0);

interface Asked {
  readonly rules: Pick<BaseRules, "checks">;
  readonly ci: Plan["ci"];
  readonly now: Date;
  /** Whether something runs at the base or at other heads, so that it may be expected here. */
  readonly isExpected: boolean;
}

/** So long after a push nothing says yet that nothing will run. */
const graceMs = 60_000;

/** How the checks that the plan waits for stand at a head, and what of it is done next. */
export const ciStateOf = (seen: SeenHead, asked: Asked): CiState => {
  const counted = countedIn(seen.checks, asked);
  const names = new Set(seen.checks.map(({ name }) => name));
  const missing = asked.rules.checks.filter((name) => !names.has(name));
  const all = runsFor(seen, missing);
  const isBare = counted.length === 0 && (asked.isExpected || all.length > 0);
  const isLacking = missing.length > 0 || isBare;
  const runs = isLacking || asked.ci.wait === "all" ? all : [];
  const pending = pendingIn(seen, { counted, missing: isLacking ? missing : null, runs }, asked);
  if (pending && !pending.isOver) return { kind: "pending", checks: pending.names };
  const failed = [...counted.filter(isFailed), ...(isLacking ? runs.flatMap(brokenRun) : [])];
  if (failed.length > 0) return { kind: "failed", checks: failed, rerun: rerunsFor(failed, seen.runs ?? []) };
  if (pending) return { kind: "hung", checks: pending.names };
  const waiting = runs.find(({ standing }) => standing === "approval");
  if (waiting) return { kind: "approval", url: waiting.url };
  const hasRun = missing.length === 0 && runs.some(({ standing }) => standing === "passed");
  if (isLacking && !hasRun) return { kind: "not-run", checks: missing };
  return { kind: "passed", checks: counted.map(({ name }) => name) };
};

/** Our own workflows matter where the base requires what they say. */
const runsFor = ({ runs }: SeenHead, missing: readonly string[]): SeenRun[] => {
  const isOwnMissing = missing.some((name) => isOwnCheck({ name, required: false }));
  return (runs ?? []).filter(({ own }) => !own || isOwnMissing);
};

/** What the base requires; where it requires nothing, or all is asked for, everything of the repository's own. */
const countedIn = (checks: readonly SeenCheck[], { rules, ci }: Asked): SeenCheck[] => {
  const isRequired = ({ name, required }: SeenCheck): boolean => required || rules.checks.includes(name);
  const required = checks.filter(isRequired);
  const isChosen = ci.wait === "required" && (rules.checks.length > 0 || required.length > 0);
  return isChosen ? required : checks.filter((one) => !isOwnCheck({ ...one, required: isRequired(one) }));
};

interface Counted {
  readonly counted: readonly SeenCheck[];
  /** Required names that nobody has said anything of; `null` where nothing more is expected. */
  readonly missing: readonly string[] | null;
  readonly runs: readonly SeenRun[];
}

interface Pending {
  readonly names: readonly string[];
  /** Whether it is so for longer than the plan waits. */
  readonly isOver: boolean;
}

/** What has not ended, or may still begin. */
const pendingIn = (
  seen: SeenHead,
  { counted, missing, runs }: Counted,
  { ci, now }: Asked,
): Pending | null => {
  const limit = ci.minutes * 60_000;
  const going = runs.filter(({ standing }) => standing === "pending");
  const waiting = counted.filter(({ standing }) => standing === "pending");
  const begun = [...waiting, ...going].map(({ since }) => Date.parse(since ?? seen.at));
  const isYoung = missing !== null && now.getTime() < Date.parse(seen.at) + Math.min(graceMs, limit);
  if (begun.length === 0 && !isYoung) return null;
  const known = [...waiting.map(({ name }) => name), ...(missing ?? [])];
  const names = known.length > 0 ? known : going.map(({ name }) => name);
  return {
    names: [...new Set(names)],
    isOver: begun.length > 0 && Math.min(...begun) + limit <= now.getTime(),
  };
};

const isFailed = ({ standing }: SeenCheck): boolean => standing === "failed";

/** A run that failed before any job of it could begin says nothing by itself. */
const brokenRun = ({ id, name, standing, url }: SeenRun): SeenCheck[] =>
  standing === "failed"
    ? [{ name, standing, required: false, since: null, job: null, said: `run ${id} could not begin: ${url}` }]
    : [];

/** The runs to run again: each once, as long as nothing failed that cannot be. */
const rerunsFor = (failed: readonly SeenCheck[], runs: readonly SeenRun[]): number[] => {
  const first = new Set(runs.flatMap(({ id, attempt }) => (attempt === 1 ? [id] : [])));
  const again = failed.flatMap(({ job }) => (job && first.has(job.run) ? [job.run] : []));
  return [...new Set(again)];
};
