import { type GitHub, statusOf } from "../../github/client.ts";
import type { ReadIssue } from "../../github/issue-record.ts";
import { getIssue, listIssues } from "../../github/issues.ts";
import { openMilestones } from "../../github/milestones.ts";
import { ownBranch } from "../../github/pulls.ts";
import type { EventSubject } from "./heard.ts";

/** Which plan something is of. */
export type PlanFound =
  | { readonly kind: "plan"; readonly plan: string }
  /** It is of a plan that no file has. */
  | { readonly kind: "plan-gone"; readonly plan: string }
  /** It is of none, though these are open. */
  | { readonly kind: "no-plan"; readonly open: readonly string[] };

/** The plan of an issue of ours, open or not, or of a pull request of one of its todos. */
export const planOf = async (
  github: GitHub,
  on: EventSubject,
  readPlans: () => Promise<readonly { readonly id: string }[]>,
): Promise<PlanFound> => {
  const named = on.kind === "issue" ? on.number : on.todo;
  const [own, plans] = await Promise.all([named === null ? null : ownIssue(github, named), readPlans()]);
  const ids = plans.map(({ id }) => id);
  if (own && isOf(own, on)) {
    const { plan } = own.record;
    return { kind: ids.includes(plan) ? "plan" : "plan-gone", plan };
  }
  const open = await openMilestones(github, ids);
  if (on.kind === "pull" && open.size > 0) {
    const branch = await ownBranch(github, on.number);
    for (const [plan, { number }] of open)
      if (await isOfTodo(github, number, branch)) return { kind: "plan", plan };
  }
  return { kind: "no-plan", open: [...open.keys()] };
};

/** An issue, if it is one of ours. */
const ownIssue = async (github: GitHub, number: number): Promise<ReadIssue | null> => {
  try {
    return await getIssue(github, number);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return null;
  }
};

/** A pull request that names a todo may be a person's, of which the todo's record knows nothing. */
const isOf = ({ record }: ReadIssue, on: EventSubject): boolean =>
  on.kind === "issue" || (record.kind === "todo" && (record.pull ?? on.number) === on.number);

/** Whether a todo of the milestone has the branch. */
const isOfTodo = async (github: GitHub, milestone: number, branch: string | null): Promise<boolean> =>
  branch !== null &&
  (await listIssues(github, milestone, null)).some(
    ({ record }) => record.kind === "todo" && record.branch === branch,
  );
