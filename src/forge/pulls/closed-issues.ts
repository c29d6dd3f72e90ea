import type { RepositoryContext } from "../context.ts";
import { findIssue, type Issue } from "../issues/table.ts";
import { numbersClosedBy } from "./merging/closing.ts";
import { listPulls, type Pull } from "./table.ts";

/** Open issues that merging a pull request closes, because its text says so and its base is the default branch. */
export const closedIssues = ({ store, repository }: RepositoryContext, pull: Pull): Issue[] =>
  pull.base_ref === repository.default_branch
    ? numbersClosedBy(pull.body).flatMap((number) => {
        const issue = findIssue(store, repository.id, number);
        return issue && !issue.is_pull ? [issue] : [];
      })
    : [];

/** Pull requests that close an issue, or closed it. */
export const closingPulls = (
  { store, repository }: RepositoryContext,
  issue: Issue,
  { closedToo }: { closedToo: boolean },
): Pull[] =>
  listPulls(
    store,
    [
      ["issues.repository_id = ?", repository.id],
      ["base_ref = ?", repository.default_branch],
      ["body like ?", `%#${issue.number}%`],
    ],
    { order: "issues.number", limit: -1, offset: 0 },
  ).filter(
    ({ body, state, merged_at }) =>
      numbersClosedBy(body).includes(issue.number) && (closedToo || state === "open" || merged_at !== null),
  );
