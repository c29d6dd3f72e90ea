import type { CiHead, CiLook, Ejection } from "../ci/look.ts";
import type { CiState } from "../ci/state.ts";
import { failedAsk, groupFailedAsk } from "../ci/text.ts";
import type { Plan } from "../plan/plan.ts";
import { harmless } from "../publish/harmless.ts";
import { conflictAsk } from "../todo/conflict.ts";
import { after, type DesiredTodo, isUnwanted } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import { isForPerson, keptAnswer, keptNames, type MergeWait, mergeWaitText } from "../todo/merge-wait.ts";
import type { Change } from "./change.ts";
import { todoWrite } from "./texts.ts";

/** The approved work whose CI is asked for: open, at the head that was approved, and with no run at it. */
export const ciTodos = ({ todos, snapshot }: DesiredState): DesiredTodo[] =>
  snapshot.milestone?.open === true ? todos.filter(isLandable) : [];

const isLandable = (one: DesiredTodo): boolean => {
  const { state } = one.record;
  return (
    state.status === "approved" &&
    !one.held &&
    !isUnwanted(one) &&
    one.origin !== "orphan" &&
    one.pull?.state === "open" &&
    one.pull.head === state.verdict.commit
  );
};

interface CiDecided {
  readonly todos: readonly DesiredTodo[];
  readonly changes: readonly Change[];
}

/** What the repository's own CI makes of approved work: failed jobs run again once, then a fix; what waits is said. */
export const ciChanges = ({ todos, plan, ci }: DesiredState): CiDecided => {
  if (!ci) return { todos, changes: [] };
  const changes: Change[] = [];
  const after_ = todos.map((one) => {
    const decided = ofTodo(one, plan, ci);
    changes.push(...decided.changes);
    return decided.one;
  });
  return { todos: after_, changes };
};

const ofTodo = (
  one: DesiredTodo,
  plan: Plan,
  { heads, behind }: CiLook,
): { readonly one: DesiredTodo; readonly changes: readonly Change[] } => {
  const seen = heads.get(one.todo.id);
  if (!seen || !isLandable(one) || one.pull?.head !== seen.head) return { one: unwaiting(one), changes: [] };
  // What nothing runs at goes on by itself: what is below it is merged first, or it takes in the base.
  const isOnItsWay = behind.has(one.todo.id) || one.pull.base !== plan.base;
  if (seen.state.kind === "not-run" && isOnItsWay) return waiting(one, null);
  if (seen.state.kind !== "failed") {
    const back = sentBack(seen, one, plan);
    return back ? { one: back, changes: [] } : waiting(one, waitOf(seen, one, plan));
  }
  const { checks, rerun } = seen.state;
  const failed = after(one, {
    ...{ type: "checks-failed", ask: failedAsk(seen, checks), rounds: plan.limits.rounds },
  });
  if (rerun.length === 0) return { one: failed, changes: [] };
  const why = `checks of \`${one.todo.order}\` failed: their jobs run again, once`;
  const place = { todo: one.todo.id, pull: one.pull.number, runs: rerun };
  return { one, changes: [{ type: "rerun", why, ...place, refused: todoWrite(failed) }] };
};

/** What its merge queue let go of for what only its agent can mend: a conflict, or checks that failed there twice. */
const sentBack = (seen: CiHead, one: DesiredTodo, { base, limits: { rounds } }: Plan): DesiredTodo | null => {
  const { queue, head } = seen;
  const known = one.record.mergeWait;
  if (queue?.kind !== "left" || known?.code !== "queued" || known.head !== head) return null;
  if (/conflict/i.test(queue.said))
    return after(one, { type: "conflicted", ask: conflictAsk(base, head), rounds });
  if (!isTwiceFailed(queue, known)) return null;
  return after(one, { type: "checks-failed", ask: groupFailedAsk(seen, queue.failed, base), rounds });
};

/** What fails in a group once may be a flake: it is put in again. */
const isTwiceFailed = ({ failed }: Ejection, { times }: { readonly times: number }): boolean =>
  failed.length > 0 && times > 1;

/** What a todo waits for is remembered only as long as it is approved and not merged. */
const unwaiting = (one: DesiredTodo): DesiredTodo =>
  one.held || one.record.mergeWait === null || isLandable(one)
    ? one
    : after(one, { type: "merge-waits", wait: null });

/** What a person is told, once for each thing that it waits for; what goes on by itself is told nobody. */
const waiting = (one: DesiredTodo, wait: MergeWait | null): ReturnType<typeof ofTodo> => {
  if (isSame(one.record.mergeWait, wait)) return { one, changes: [] };
  const waits = after(one, { type: "merge-waits", wait });
  if (wait === null || !isForPerson(wait) || !one.pull) return { one: waits, changes: [] };
  return { one: waits, changes: [tellWait(one.todo.id, one.pull.number, wait)] };
};

const isSame = (one: MergeWait | null, other: MergeWait | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Said on the pull request, where people look who could do something about it. */
export const tellWait = (
  todo: string,
  pull: number,
  wait: MergeWait,
): Change & { readonly type: "tell" } => ({
  ...{ type: "tell", why: "its merge waits for a person", todo, issue: pull, name: "merge" },
  text: `**It is approved, and not merged yet**: ${harmless(mergeWaitText(wait))}.`,
});

const waitOf = ({ state, queue, head }: CiHead, { record }: DesiredTodo, plan: Plan): MergeWait | null => {
  const known = record.mergeWait;
  if (queue?.kind === "left" && known?.code === "queued" && known.head === head)
    return queue.failed.length > 0 ? known : { code: "ejected", head, said: keptAnswer(queue.said) };
  if (queue?.kind === "in") return known?.code === "queued" || isEjected(known, head) ? known : null;
  const byCi = waitFor(state, plan);
  if (byCi) return byCi;
  // What the forge said last holds until it says something else.
  return known?.code === "declined" || known?.code === "queued" || isEjected(known, head) ? known : null;
};

/** Whether it came out of its merge queue at this head, and a person is asked about it. */
export const isEjected = (known: MergeWait | null, head: string): boolean =>
  known?.code === "ejected" && known.head === head;

const waitFor = (state: CiState, { ci }: Plan): MergeWait | null => {
  switch (state.kind) {
    case "hung":
      return { code: "hung", checks: keptNames(state.checks), minutes: ci.minutes };
    case "approval":
      return { code: "approval", url: state.url };
    case "unread":
      return { code: "unread", said: keptAnswer(state.said) };
    case "not-run":
      return { code: "not-run", checks: keptNames(state.checks) };
    case "passed":
    case "pending":
    case "failed":
      return null;
    default:
      return state satisfies never;
  }
};

/** Whether its head may be merged now, as far as CI and queue say; it may where nobody asks. */
export const mayMergeHead = (ci: CiLook | undefined, { todo, pull }: DesiredTodo): boolean => {
  if (!ci) return true;
  const seen = ci.heads.get(todo.id);
  return seen?.state.kind === "passed" && seen.head === pull?.head;
};
