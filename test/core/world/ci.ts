import type { Ejection } from "../../../src/core/ci/look.ts";
import { type BaseRules, noRules } from "../../../src/core/ci/rules.ts";
import type { SeenCheck, SeenRun } from "../../../src/core/ci/seen.ts";
import type { MergeWay } from "../../../src/core/decide/change.ts";
import { type CiPorts, lookAtCi } from "../../../src/steps/ci.ts";
import type { Forge, MergeOutcome } from "../../../src/steps/ports.ts";
import { type ForgeState, holds } from "./forge.ts";
import type { Tape } from "./tape.ts";

/** What becomes of the CI at a head: how many looks it takes, and what it says then. */
interface Fate {
  readonly kind: "green" | "flaky" | "red" | "foreign-red" | "approval";
  /** Looks until it has ended, or was approved. */
  left: number;
  attempt: number;
}

/** A repository's own CI, its rules, and its merge queue. */
export interface CiState {
  rules: BaseRules;
  /** What people change the rules to in the middle of a plan, now and then. */
  readonly others: readonly Partial<BaseRules>[];
  /** Whether it runs only where a pull request's base is the plan's as it is pushed to. */
  readonly isFiltered: boolean;
  /** By head; none where nothing runs. */
  readonly fates: Map<string, Fate>;
  /** The pull requests at the heads at which they came into the queue, the next first. */
  readonly queue: { readonly number: number; readonly head: string }[];
  readonly ejected: Map<number, Ejection>;
  readonly tape: Tape;
}

export const newCi = (
  rules: Partial<BaseRules>,
  { isFiltered, tape, others = [] }: Pick<CiState, "isFiltered" | "tape"> & Partial<Pick<CiState, "others">>,
): CiState => ({
  rules: { ...noRules, ...rules },
  ...{ isFiltered, tape, others },
  fates: new Map(),
  queue: [],
  ejected: new Map(),
});

const kinds: readonly Fate["kind"][] = ["green", "green", "flaky", "red", "foreign-red", "approval"];

/** Starts what runs when a pull request is opened or pushed to. */
export const startCi = ({ ci }: ForgeState, pull: { readonly base: string; readonly head: string }): void => {
  if (!ci || ci.fates.has(pull.head) || (ci.isFiltered && pull.base !== "main")) return;
  const { tape } = ci;
  ci.fates.set(pull.head, { kind: tape.pick(kinds) ?? "green", left: tape.draw(7), attempt: 1 });
};

/** A look's worth of time: checks go on, and the queue takes its next. */
export const passTime = (state: ForgeState, land: (number: number) => boolean): void => {
  const { ci } = state;
  if (!ci) return;
  const changed = ci.tape.draw(10) === 9 ? ci.tape.pick(ci.others) : undefined;
  if (changed) ci.rules = { ...noRules, ...changed };
  for (const fate of ci.fates.values()) fate.left = Math.max(0, fate.left - 1);
  const next = ci.queue.shift();
  const pull = state.pulls.get(next?.number ?? 0);
  if (next === undefined || pull?.state !== "open") return;
  const isOut = pull.head !== next.head || ci.tape.draw(4) === 3 || !land(next.number);
  if (isOut) ci.ejected.set(next.number, ci.tape.pick(ejections) ?? byPerson);
};

const byPerson: Ejection = { said: "MANUAL", failed: [] };
const failing = {
  name: "test",
  standing: "failed",
  required: true,
  since: null,
  job: null,
  said: "failure",
} as const;
const ejections: readonly Ejection[] = [
  byPerson,
  { said: "CI_FAILURE", failed: [failing] },
  { said: "MERGE_CONFLICT", failed: [] },
];

const isGreen = ({ kind, left, attempt }: Fate): boolean =>
  left === 0 && (kind === "green" || kind === "approval" || (kind === "flaky" && attempt > 1));

/** Runs failed jobs again. */
export const rerun = ({ ci, commits }: ForgeState, run: number): boolean => {
  const fate = ci?.fates.get([...commits.keys()][run - 1] ?? "");
  if (!fate || fate.attempt > 1) return false;
  fate.attempt = 2;
  return true;
};

/** What a forge with these rules says to a merge; `null` when it may be. Nothing that is not green is merged where somebody could know. */
export const judgeMerge = (
  state: ForgeState,
  pull: { readonly number: number; readonly head: string },
  how: MergeWay,
): MergeOutcome | null => {
  const { ci } = state;
  if (!ci) return null;
  const fate = ci.fates.get(pull.head);
  if (fate && !isGreen(fate)) throw new Error(`#${pull.number} is merged before its CI has passed`);
  if (ci.rules.checks.length > 0 && !fate) return { declined: 'Required status check "test" is expected.' };
  if (ci.rules.upToDate && !holds(state, pull.head, state.branches.get("main") ?? ""))
    throw new Error(`#${pull.number} is merged though it is behind`);
  if (!ci.rules.methods.includes(how.method)) throw new Error(`#${pull.number} is merged by ${how.method}`);
  if (!ci.rules.queue) return null;
  if (!how.queue) throw new Error(`#${pull.number} is merged past the queue`);
  enter(ci, pull);
  return "queued";
};

/** Puts a pull request into the queue at a head, where it is not yet. */
const enter = (ci: CiState, { number, head }: { readonly number: number; readonly head: string }): void => {
  ci.ejected.delete(number);
  if (!ci.queue.some((one) => one.number === number)) ci.queue.push({ number, head });
};

/** A person takes the first out of the queue, or puts a pull request in. */
export const meddle = ({ ci, pulls }: ForgeState): void => {
  if (!ci?.rules.queue) return;
  const first = ci.queue.shift();
  if (first) return void ci.ejected.set(first.number, byPerson);
  const open = [...pulls.values()].filter(({ state, base }) => state === "open" && base === "main");
  const pull = ci.tape.pick(open);
  if (pull) enter(ci, pull);
};

/** The look at that CI. */
export const ciPortsOf = (
  state: ForgeState,
  ports: Pick<CiPorts, "plan" | "publisher" | "now"> & { readonly forge: Pick<Forge, "getBranch"> },
): { readonly look: ReturnType<typeof lookAtCi>; readonly pauseMs: number } => ({
  pauseMs: 1000,
  look: lookAtCi({
    ...ports,
    pauseMs: 1000,
    rules: async () => state.ci?.rules ?? noRules,
    heads: async (_, pulls) => ({
      heads: new Map(pulls.map(({ number }) => [number, headOf(state, number)])),
      runsOnBase: false,
    }),
    runs: async (heads) => new Map(heads.map(({ head }) => [head, runsAt(state, head)])),
    logEnd: async () => "it failed",
    ejection: async ({ number }) => state.ci?.ejected.get(number) ?? null,
  }),
});

const began = new Date(0).toISOString();

const headOf = (state: ForgeState, number: number) => {
  const head = state.pulls.get(number)?.head ?? "";
  return {
    head,
    at: began,
    checks: checksAt(state, head),
    runs: null,
    isQueued: state.ci?.queue.some((one) => one.number === number && one.head === head) ?? false,
  };
};

const idOf = ({ commits }: ForgeState, head: string): number => [...commits.keys()].indexOf(head) + 1;

/** Since now: what goes on forever is tried elsewhere. */
const checksAt = (state: ForgeState, head: string): SeenCheck[] => {
  const fate = state.ci?.fates.get(head);
  if (!fate || (fate.kind === "approval" && fate.left > 0)) return [];
  const standing = fate.left > 0 ? "pending" : isGreen(fate) ? "passed" : "failed";
  const id = idOf(state, head);
  const job = fate.kind === "foreign-red" ? null : { id, run: id };
  return [{ name: "test", standing, required: false, since: state.now, job, said: "failure" }];
};

const runsAt = (state: ForgeState, head: string): SeenRun[] => {
  const fate = state.ci?.fates.get(head);
  if (!fate) return [];
  const id = idOf(state, head);
  const standing =
    fate.left > 0 ? (fate.kind === "approval" ? "approval" : "pending") : isGreen(fate) ? "passed" : "failed";
  const place = { id, name: "Build", since: state.now, url: `https://example.com/${id}`, own: false };
  return [{ ...place, attempt: fate.attempt, standing }];
};
