import { type Budget, countedOf, isOverBudget } from "../cost/budget.ts";
import { inOrder } from "../in-order.ts";
import { keyOf } from "../key.ts";
import { type AccountWaits, heldTexts } from "../report/account-waits.ts";
import { nextCommand } from "../todo/answers.ts";
import { countsOf } from "../todo/counts.ts";
import { type DesiredTodo, isDone } from "../todo/desired.ts";
import { decisionOn } from "../todo/state.ts";
import type { Notice } from "./notice.ts";

/** How the plan stands, as far as notices speak of it. */
interface Standstill {
  /** Whether all six criteria hold. */
  readonly isDone: boolean;
  /** What nothing can go on for, a line or more each; `null` when something can, or a person paused the plan. */
  readonly stuck: readonly string[] | null;
  /** The accounts without which nothing goes on; `null` when something does. */
  readonly held: AccountWaits | null;
}

/** All that people are to know of now, whoever was told of it already. */
export const noticesOf = (
  todos: readonly DesiredTodo[],
  plan: Budget,
  { isDone: isPlanDone, stuck, held }: Standstill,
): Notice[] => {
  const counted = todos.filter(({ record }) => record.state.status !== "removed");
  return [
    ...(isPlanDone ? [doneNotice(counted)] : []),
    ...(held ? heldNotice(held, counted) : []),
    ...budgetNotice(counted, plan),
    ...(stuck ? [stuckNotice(stuck)] : []),
    ...inOrder(counted, ({ todo }) => todo.order).flatMap(personNotice),
  ];
};

/** Known by how often its issue told people and of what: each time that it waits is another. */
const personNotice = ({ todo, record, seen }: DesiredTodo): Notice[] => {
  const { state, told } = record;
  if (state.status !== "blocked" || !seen) return [];
  const { id, order, title } = todo;
  return [
    {
      event: "person",
      command: nextCommand(state.reason, record),
      key: `person ${id} ${told.times} ${told.reason}`,
      todo: { id, order, title, issue: seen.issue.number },
      reason: state.reason,
    },
  ];
};

/** Known by when its accounts answered last: however often one is tried in vain, it is the same hold. */
const heldNotice = (waits: AccountWaits, todos: readonly DesiredTodo[]): Notice[] => {
  const { accounts, until } = waits;
  if (until === null) return [];
  const holds = accounts.map(({ account, why }) => `${account} ${why} ${servedLast(account, todos)}`);
  return [
    {
      event: "held",
      key: `held ${holds.sort().join(", ")}`,
      accounts: accounts.map(({ account }) => account),
      until,
      reasons: heldTexts(waits),
    },
  ];
};

const servedLast = (account: string, todos: readonly DesiredTodo[]): string =>
  todos
    .flatMap(({ record }) => record.served.flatMap((one) => (one.account === account ? [one.at] : [])))
    .sort()
    .at(-1) ?? "";

const budgetNotice = (todos: readonly DesiredTodo[], budget: Budget): Notice[] => {
  const { limits } = budget;
  const { done, total } = countsOf(todos);
  if (limits.usd === undefined || todos.every(isDone) || !isOverBudget(todos, budget)) return [];
  const spent = countedOf(todos, budget);
  return [
    {
      event: "budget",
      key: `budget ${limits.usd}`,
      spent,
      limit: limits.usd,
      done,
      total,
    },
  ];
};

/** Known by all that it waits for: with more or less of it, it is stuck anew. */
const stuckNotice = (reasons: readonly string[]): Notice => ({
  event: "stuck",
  key: `stuck ${keyOf(reasons.join("\n"))}`,
  reasons,
});

/** Known by the heads that were approved: with more work done, it is done anew. */
const doneNotice = (todos: readonly DesiredTodo[]): Notice => {
  const heads = todos.map(({ todo, record }) => `${todo.id} ${decisionOn(record.state)?.commit}`);
  const open = inOrder(todos, ({ todo }) => todo.order).flatMap(({ pull }) =>
    pull?.state === "open" ? [pull.number] : [],
  );
  return { event: "done", key: `done ${keyOf(heads.sort().join("\n"))}`, total: countsOf(todos).total, open };
};
