import { isDeepStrictEqual } from "node:util";
import type { Change, Claim } from "../../../src/core/decide/change.ts";
import { compareOrder } from "../../../src/core/plan/order.ts";
import { type Plan, type Todo, todosOf } from "../../../src/core/plan/plan.ts";
import type { PersonReview, SeenTodo, Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import type { TodoRecord } from "../../../src/core/todo/record.ts";
import { decisionOn } from "../../../src/core/todo/state.ts";
import { elsewhere, type ForgeState, hasChanges, holds, showsOthers } from "./forge.ts";
import type { Lane, LanePlace } from "./lanes.ts";

const must = (holds: boolean, rule: string): void => {
  if (!holds) throw new Error(`broken rule: ${rule}`);
};

/** What must hold of the forge at every moment. */
export const checkState = ({ pulls, issues }: ForgeState): void => {
  const open = [...pulls.values()]
    .filter(({ state }) => state === "open")
    .map(({ branch, base }) => `${branch} ${base}`);
  must(new Set(open).size === open.length, "a branch has one open pull request to a base");
  const records = [...issues.values()].flatMap(({ record }) => (record.kind === "todo" ? [record] : []));
  must(new Set(records.map(({ todo }) => todo)).size === records.length, "a todo has one issue");
};

/** What must hold of what was paid for, after any crash. */
export const checkBooks = ({ state, paid }: Pick<LanePlace, "state" | "paid">): void => {
  for (const { record } of state.issues.values())
    if (record.kind === "todo")
      must(record.spent.runs <= (paid.get(record.todo) ?? 0), "no run of a program is booked twice");
};

/** What must hold of the lanes that run at once. */
export const checkLanes = (lanes: ReadonlyMap<string, Lane>, plan: Plan): void => {
  const bodies = [...lanes.values()].map(({ entry }) => entry.body);
  must(new Set(bodies).size === bodies.length, "a body has one agent at a time");
  must(lanes.size <= plan.parallel, "no more agents than `parallel`");
};

/** What must hold of a decision, whatever was seen. */
export const checkDecision = (
  plan: Plan,
  seen: Snapshot,
  { changes, again }: { changes: readonly Change[]; again: readonly Change[] },
): void => {
  must(isDeepStrictEqual(changes, again), "the same snapshot gives the same decision");
  const claims = changes.filter((change) => change.type === "claim");
  const held = [...seen.todos.values()].filter(({ claim }) => claim === "live");
  const bodies = [...held.map(({ record }) => record.body), ...claims.map(({ issue }) => issue.record.body)];
  must(new Set(bodies).size === bodies.length, "no body's second todo is claimed");
  must(claims.length === 0 || bodies.length <= plan.parallel, "no more claims than `parallel`");
  for (const claim of claims) checkClaim(claim, plan, { seen, changes });
  checkMerges(changes, plan, seen);
};

const checkClaim = (
  { issue: { record }, todo: id }: Claim,
  plan: Plan,
  { seen, changes }: { seen: Snapshot; changes: readonly Change[] },
): void => {
  must(seen.todos.get(id)?.claim !== "live", "no todo is claimed twice");
  if (seen.todos.get(id)?.record.claimed) return;
  if (record.from !== null) {
    const parent = record.from.todo;
    must(
      isDone(seen, parent) || isOrphan(seen.todos.get(parent)?.record, plan),
      `${id} begins after ${parent}`,
    );
    return;
  }
  const todos = todosOf(plan).map((todo) => inItsBody(todo, plan, seen));
  const todo = todos.find((one) => one.id === id);
  if (!todo) throw new Error(`${id} is claimed, but not in the plan`);
  const before = todos.filter((one) => isBefore(one, todo, plan));
  for (const one of before)
    must(isDone(seen, one.id) || isDoneBy(changes, one.id, seen), `${id} begins after ${one.id}`);
};

/** Whether the decision itself finds that a todo is done: its lane was lost, and nothing is asked of it any more. */
const isDoneBy = (changes: readonly Change[], id: string, { pulls }: Snapshot): boolean =>
  changes.some((change) => {
    if (change.type !== "write-todo" || change.todo !== id) return false;
    const { state, branch } = change.issue.record;
    return state.status === "approved" && state.verdict.commit === pulls.get(branch)?.head;
  });

/** Nobody waits for what the plan no longer has. */
const isOrphan = (record: TodoRecord | undefined, plan: Plan): boolean =>
  record === undefined ||
  !(record.from === null
    ? todosOf(plan).some(({ id }) => id === record.todo)
    : plan.bodies.some(({ id }) => id === record.body));

const isBefore = (one: Todo, todo: Todo, plan: Plan): boolean => {
  const body = plan.bodies.find(({ id }) => id === todo.body);
  return (
    todo.needs.includes(one.id) ||
    one.phase < todo.phase ||
    body?.after.includes(one.body) === true ||
    (one.body === todo.body && compareOrder(one.order, todo.order) < 0)
  );
};

/** Begun todos stay where they are, and people may give a todo to another body. */
const inItsBody = (todo: Todo, plan: Plan, { todos }: Snapshot): Todo => {
  const record = todos.get(todo.id)?.record;
  const given = (record?.claimed ? record.body : record?.reassigned) ?? todo.body;
  return record?.claimed || plan.bodies.some(({ id }) => id === given) ? { ...todo, body: given } : todo;
};

const isDone = ({ todos, pulls, reviews }: Snapshot, id: string): boolean => {
  const seen = todos.get(id);
  if (!seen) return false;
  if (isSkipped(seen)) return true;
  const { state, branch } = seen.record;
  const pull = pulls.get(branch);
  if (pull && isApprovedIn(reviews.get(pull.number), pull.head)) return true;
  return state.status === "approved" && (pull?.state !== "open" || pull.head === state.verdict.commit);
};

/** Whether a person approved exactly this head in a review. */
const isApprovedIn = (reviews: readonly PersonReview[] | undefined, head: string): boolean =>
  reviews?.some(({ decision, commit }) => decision === "approve" && commit === head) === true;

const isSkipped = ({ issue }: SeenTodo): boolean => !issue.open && issue.notPlanned;

/** Merges go in submission order, past nothing that is not merged. */
const checkMerges = (changes: readonly Change[], plan: Plan, { todos, pulls }: Snapshot): void => {
  const merged = changes.flatMap((change) => (change.type === "merge" ? [change.todo] : []));
  if (merged.length === 0) return;
  must(plan.merge === "auto", "only `merge: auto` merges");
  const ids = new Set(todosOf(plan).map(({ id }) => id));
  const bodies = new Set(plan.bodies.map(({ id }) => id));
  const orders = merged.map((id) => orderOf(todos.get(id)?.record));
  must(isDeepStrictEqual(orders, [...orders].sort(compareOrder)), "pull requests are merged in order");
  const last = orders.at(-1) ?? "";
  for (const seen of todos.values()) {
    const { record } = seen;
    const isCounted =
      (ids.has(record.todo) || (record.from !== null && bodies.has(record.body))) && !isSkipped(seen);
    if (!isCounted || merged.includes(record.todo) || compareOrder(orderOf(record), last) >= 0) continue;
    must(pulls.get(record.branch)?.state === "merged", `${record.todo} is merged before ${last}`);
  }
};

const orderOf = (record: TodoRecord | undefined): string => record?.order ?? "";

/** What must hold of a plan whose milestone is closed. */
export const checkClosed = (
  { state, approvals }: Pick<LanePlace, "state" | "approvals">,
  plan: Plan,
): void => {
  const records = [...state.issues.values()];
  for (const { issue, record } of records)
    must(!issue.open, `nothing is open when the milestone closes, and ${record.kind} #${issue.number} is`);
  const seen = new Map(
    records.flatMap((own) => (own.record.kind === "todo" ? [[own.record.todo, own.record]] : [])),
  );
  for (const { id } of todosOf(plan)) must(seen.has(id), `${id} has an issue`);
  for (const { issue, record } of records) {
    if (record.kind !== "todo" || issue.notPlanned || record.state.status === "removed") continue;
    const pull = state.pulls.get(record.pull ?? 0);
    if (!pull) throw new Error(`${record.todo} has no pull request`);
    const decision = decisionOn(record.state);
    const isApproved = decision?.person
      ? decision.commit === pull.head
      : approvals.has(`${record.todo} ${pull.head}`);
    must(isApproved, `the head of ${record.todo} was approved`);
    must(plan.merge === "manual" || pull.state === "merged", `${record.todo} is merged`);
    const below = pull.state === "open" ? state.branches.get(pull.base) : undefined;
    must(
      below === undefined || pull.base === plan.base || holds(state, pull.head, below),
      `${record.todo} has all of ${pull.base}, which it rests on`,
    );
    must(
      pull.state !== "open" || !showsOthers(state, pull.head, state.branches.get(pull.base) ?? ""),
      `#${pull.number} shows its own change alone`,
    );
    must(isInReach(state, pull.head), `the work of ${record.todo} is in the base or in an open pull request`);
    for (const ask of record.asks.filter(({ kind }) => kind === "todo"))
      must(
        [...records].some(
          ({ record: child }) =>
            child.kind === "todo" && child.from?.key === ask.key && child.from.todo === record.todo,
        ),
        `what the review of ${record.todo} asks for is opened`,
      );
  }
};

/** Whether the base has it, or gets it by a pull request that does not go elsewhere. */
const isInReach = (state: ForgeState, head: string): boolean => {
  const main = state.branches.get("main") ?? "";
  const open = [...state.pulls.values()].filter(({ state, base }) => state === "open" && base !== elsewhere);
  return [main, ...open.map((pull) => pull.head)].some((sha) => hasChanges(state, sha, head));
};
