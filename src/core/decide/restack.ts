import { integrationPrefix } from "../plan/branch.ts";
import type { Plan } from "../plan/plan.ts";
import { type DesiredTodo, isDone, isUnwanted } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import { type Index, partsOf } from "./base.ts";

/** What is to take in what is below it, by id. */
interface Restacks {
  /** All that lacks something of what it rests on. */
  readonly lacking: ReadonlySet<string>;
  /** Those of them that can have it now: nothing below them lacks anything itself, or is at work. */
  readonly due: ReadonlySet<string>;
}

/** Which branches have others below them that are not as they were, or that are merged by another commit. */
export const restacksIn = (
  todos: readonly DesiredTodo[],
  index: Index,
  plan: Plan,
  /** Those that are to take in the plan's base as it is now. */
  update: ReadonlySet<string> = new Set(),
): Restacks => {
  const isBehind = (one: DesiredTodo): boolean =>
    (update.has(one.todo.id) || takesInBase(one, plan)) && one.pull?.state === "open";
  const lacking = new Set(
    todos.filter((one) => isBehind(one) || isLacking(one, index, plan)).map(({ todo }) => todo.id),
  );
  if (lacking.size === 0) return { lacking, due: lacking };
  const isSettled = (one: DesiredTodo): boolean => isDone(one) && !one.held && !lacking.has(one.todo.id);
  const isDue = (one: DesiredTodo): boolean =>
    lacking.has(one.todo.id) && mayRestack(one) && belowOf(one, index, plan).every(isSettled);
  return { lacking, due: new Set(todos.filter(isDue).map(({ todo }) => todo.id)) };
};

/** Whether it is to have all of the plan's base first, on which it rests. */
export const takesInBase = ({ record }: DesiredTodo, plan: Plan): boolean =>
  record.behind === true && record.base === plan.base;

/** Whether a branch lacks something of what it rests on, or has it by a commit that is no longer there. */
export const isLacking = (one: DesiredTodo, index: Index, plan: Plan): boolean => {
  const { base, rested } = one.record;
  if (isUnwanted(one) || one.origin === "orphan" || one.pull?.state !== "open") return false;
  if (base === null || rested === null) return false;
  if (base === plan.base) return isOfOthers(rested.of, index);
  if (rested.of !== base) return true;
  const heads = belowOf(one, index, plan).flatMap((below) => headOf(below) ?? []);
  const contained = base.startsWith(integrationPrefix) ? rested.parts : [rested.commit];
  return heads.some((head) => !contained.includes(head));
};

/** Of a todo, or made of several: what was the plan's base once is none. */
const isOfOthers = (branch: string, index: Index): boolean =>
  branch.startsWith(integrationPrefix) || index.byBranch.has(branch);

/** Which branches lack something of the plan's base for another reason than what their records say. */
export const updatesIn = ({
  ci,
  rewound,
}: {
  readonly [Key in "ci" | "rewound"]?: DesiredState[Key] | undefined;
}): ReadonlySet<string> => new Set([...(rewound ?? []), ...(ci?.update ? [ci.update] : [])]);

/** What the branches that a todo rests on were made anew without. */
export const droppedBelow = (one: DesiredTodo, index: Index, plan: Plan): string[] => [
  ...new Set(belowOf(one, index, plan).flatMap(({ record }) => record.rested?.dropped ?? [])),
];

/** The todos whose branches a todo rests on now. */
const belowOf = (one: DesiredTodo, index: Index, plan: Plan): DesiredTodo[] => {
  const { base } = one.record;
  if (base === null || base === plan.base) return [];
  const branches = base.startsWith(integrationPrefix) ? partsOf(one, index, plan) : [base];
  return branches.flatMap((branch) => index.byId.get(index.byBranch.get(branch) ?? "") ?? []);
};

const headOf = ({ pull, record }: DesiredTodo): string | null => pull?.head ?? record.head;

/** Nobody is at work on it, and its agent is not at a merge or a gate already. */
const mayRestack = ({ record, held, pull }: DesiredTodo): boolean => {
  const { state, asks, resume, cut, paused } = record;
  if (
    held ||
    paused ||
    cut !== null ||
    resume !== null ||
    record.pull === null ||
    record.pull !== pull?.number
  )
    return false;
  const isProposed = state.status === "review" || state.status === "changes" || state.status === "approved";
  return isProposed && asks.every(({ kind, cause }) => kind === "todo" || ofOthers.has(cause));
};

/** What is asked for in reviews does not change when its branch takes something in, and what lands before it is to be there first. */
const ofOthers: ReadonlySet<string> = new Set(["review", "person", "landing"]);
