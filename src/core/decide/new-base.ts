import { integrationPrefix } from "../plan/branch.ts";
import type { Plan } from "../plan/plan.ts";
import { type DesiredTodo, isUnwanted } from "../todo/desired.ts";
import { isLost } from "../todo/observe/pulls.ts";
import { partsBefore } from "../todo/parts.ts";
import type { TodoState } from "../todo/state.ts";
import { type Index, partsOf, restsOn } from "./base.ts";

/** What begun work should rest on now that something below it may be merged or cut; `null` when it rests on nothing. */
export const newBase = (one: DesiredTodo, index: Index, plan: Plan): string | null => {
  const { record, pull, held } = one;
  if (held || (pull && pull.state !== "open") || record.base === null || isRefused(record.state)) return null;
  return record.base.startsWith(integrationPrefix)
    ? integrated(one, index, plan)
    : byBranch(record.base, { index, plan, one });
};

/** What the forge refused once it is not asked again before a person has said so. */
const isRefused = (state: TodoState): boolean => state.status === "blocked" && state.reason.code === "set-up";

const integrated = (one: DesiredTodo, index: Index, plan: Plan): string =>
  partsOf(one, index, plan).length === 0 ? plan.base : (one.record.base ?? plan.base);

/**
 * A branch that is no todo's was the plan's base before somebody edited the plan. What rests on work that nobody wants
 * goes on to what that rested on. What rests on a branch whose pull request is lost stays where it is: the branch may be
 * gone, and a person is asked about it.
 */
const byBranch = (branch: string, resting: RestingOn, passed: readonly string[] = []): string | null => {
  const { index, plan } = resting;
  const todoOf = (name: string): DesiredTodo | undefined => index.byId.get(index.byBranch.get(name) ?? "");
  const below = todoOf(branch);
  if (!below) return plan.base;
  if (isUnwanted(below) && below.pull?.state !== "merged") {
    const { base } = below.record;
    if (base === null || base === plan.base || passed.includes(base)) return plan.base;
    return base.startsWith(integrationPrefix)
      ? integrated(below, index, plan)
      : byBranch(base, resting, [...passed, branch]);
  }
  const rest = restsOn(below, index, plan);
  const pull = todoOf(rest)?.pull;
  if (pull && isLost(pull)) return null;
  return rest === branch ? lastPartOf(below, resting) : rest;
};

interface RestingOn {
  readonly index: Index;
  readonly plan: Plan;
  /** What rests on it. */
  readonly one: DesiredTodo;
}

/** Where all of its work is to be found: when it was cut, its own branch has the first part alone. */
const lastPartOf = ({ todo }: DesiredTodo, { index, one }: RestingOn): string =>
  partsBefore(one.record, { after: todo.id, last: index.lastParts })
    .flatMap((id) => index.byId.get(id) ?? [])
    .findLast((part) => part.pull?.state === "open" && !isUnwanted(part))?.todo.branch ?? todo.branch;
