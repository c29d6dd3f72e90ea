import { ok } from "../answer.ts";
import { forbidden, invalid, throwOnProblems } from "../errors.ts";
import { operation } from "../operation.ts";
import { includes } from "../permissions.ts";
import { applyChange, changeProblems, type IssueChange, issueChangeBody, withoutTriage } from "./change.ts";
import { type Issue, issueAt, issueById } from "./table.ts";
import { issueView } from "./view.ts";

export const update = operation({
  id: "issues/update",
  method: "PATCH",
  path: "/repos/{owner}/{repo}/issues/{issue_number}",
  needs: "read",
  body: issueChangeBody,
  handle: ({ store, repository, permission, params, user, body, now, urls }) =>
    store.transaction(() => {
      const issue = issueAt(store, repository, params.issue_number);
      const by = user();
      const triages = includes(permission, "triage");
      if (!triages && issue.user_id !== by.id) throw forbidden("Must have admin rights to Repository.");
      const change = triages ? body : withoutTriage(body);
      throwOnProblems(changeProblems(store, repository.id, change));
      throwOnMergedReopened(issue, change);
      applyChange(store, { issue, change, by, now });
      return ok(issueView({ store, repository, urls }, issueById(store, issue.id) ?? issue));
    }),
});

const throwOnMergedReopened = (issue: Issue, change: IssueChange): void => {
  if (issue.merged_at === null || change.state !== "open") return;
  const message = "state cannot be changed. The pull request cannot be reopened.";
  throw invalid([{ resource: "PullRequest", code: "custom", field: "state", message }]);
};
