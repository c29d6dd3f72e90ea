import { z } from "zod";
import type { User } from "../accounts.ts";
import type { ValidationProblem } from "../errors.ts";
import { assignableUsers } from "../repositories/collaborators/table.ts";
import type { Store } from "../store.ts";
import { setAssignees } from "./assignees/table.ts";
import { labelNameProblems, labelNames } from "./labels/input.ts";
import { setLabels } from "./labels/table.ts";
import { bodyProblems, titleProblems } from "./limits.ts";
import { findMilestone, touchMilestone } from "./milestones/table.ts";
import type { Issue } from "./table.ts";

const title = z.union([z.string(), z.number()]).transform(String);

/** What creating an issue takes besides its title. */
const issueFields = z.object({
  body: z.string().nullish(),
  milestone: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]).nullish(),
  labels: labelNames.optional(),
  assignees: z.array(z.string()).optional(),
  assignee: z.string().nullish(),
});

export const newIssueBody = issueFields.extend({ title });

export const issueChangeBody = issueFields.extend({
  title: title.nullish(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullish(),
});

/** What may change about an issue; what is not named stays. */
export type IssueChange = z.output<typeof issueChangeBody>;

/** The change without what only people who triage may set: GitHub drops that in silence. */
export const withoutTriage = (change: IssueChange): IssueChange => ({
  title: change.title,
  body: change.body,
  state: change.state,
  state_reason: change.state_reason,
});

/** Everything that is wrong with a change, before any of it is made. */
export const changeProblems = (
  store: Store,
  repositoryId: number,
  { title: newTitle, body, milestone, labels, ...change }: IssueChange,
): ValidationProblem[] => [
  ...(newTitle === undefined || newTitle === null ? [] : titleProblems("Issue", newTitle)),
  ...bodyProblems("Issue", body),
  ...(labels ?? []).flatMap(labelNameProblems),
  ...milestoneProblems(store, repositoryId, milestone),
  ...assigneeProblems(store, repositoryId, wantedAssignees(change) ?? []),
];

const milestoneProblems = (
  store: Store,
  repositoryId: number,
  number?: number | null,
): ValidationProblem[] =>
  number === undefined || number === null || findMilestone(store, repositoryId, number)
    ? []
    : [{ resource: "Issue", code: "invalid", field: "milestone", value: number }];

const assigneeProblems = (
  store: Store,
  repositoryId: number,
  logins: readonly string[],
): ValidationProblem[] => {
  if (logins.length === 0) return [];
  const assignable = new Set(assignableUsers(store, repositoryId).map(({ login }) => login.toLowerCase()));
  return logins
    .filter((login) => !assignable.has(login.toLowerCase()))
    .map((value) => ({ resource: "Issue", code: "invalid", field: "assignees", value }));
};

const wantedAssignees = ({ assignees, assignee }: Pick<IssueChange, "assignees" | "assignee">) => {
  if (assignees !== undefined || assignee === undefined) return assignees;
  return assignee === null || assignee === "" ? [] : [assignee];
};

/** Makes the whole change, and moves the issue's `updated_at`. */
export const applyChange = (
  store: Store,
  { issue, change, by, now }: { issue: Issue; change: IssueChange; by: User; now: string },
): void => {
  const milestoneId = milestoneAfter(store, issue, change);
  const after = { ...issue, ...stateAfter(issue, change, { by, now }) };
  store.run(
    `update issues set title = ?, body = ?, state = ?, state_reason = ?, closed_at = ?, closed_by = ?,
       milestone_id = ?, updated_at = ? where id = ?`,
    change.title ?? issue.title,
    change.body === undefined ? issue.body : change.body,
    after.state,
    after.state_reason,
    after.closed_at,
    after.closed_by,
    milestoneId,
    now,
    issue.id,
  );
  for (const id of new Set([issue.milestone_id, milestoneId])) touchMilestone(store, id, now);
  if (change.labels) setLabels(store, issue, change.labels);
  const assignees = wantedAssignees(change);
  if (assignees) setAssignees(store, issue, assignees);
};

const milestoneAfter = (store: Store, issue: Issue, { milestone }: IssueChange): number | null => {
  if (milestone === undefined) return issue.milestone_id;
  if (milestone === null) return null;
  return findMilestone(store, issue.repository_id, milestone)?.id ?? null;
};

type State = Pick<Issue, "state" | "state_reason" | "closed_at" | "closed_by">;

/** Where an issue stands after a change; a pull request has no reason. */
const stateAfter = (issue: Issue, change: IssueChange, { by, now }: { by: User; now: string }): State => {
  const state = change.state ?? issue.state;
  if (state === "closed") {
    const reason = change.state_reason ?? issue.state_reason;
    return {
      state,
      state_reason: issue.is_pull ? null : reason === null || reason === "reopened" ? "completed" : reason,
      closed_at: issue.closed_at ?? now,
      closed_by: issue.closed_by ?? by.id,
    };
  }
  const state_reason = issue.state === "open" || issue.is_pull ? issue.state_reason : "reopened";
  return { state, state_reason, closed_at: null, closed_by: null };
};
