import { created } from "../answer.ts";
import { notFound, throwOnProblems } from "../errors.ts";
import { operation } from "../operation.ts";
import { includes } from "../permissions.ts";
import { nextNumber } from "../repositories/table.ts";
import { applyChange, changeProblems, newIssueBody, withoutTriage } from "./change.ts";
import { insertIssue, issueById } from "./table.ts";
import { issueView } from "./view.ts";

export const create = operation({
  id: "issues/create",
  method: "POST",
  path: "/repos/{owner}/{repo}/issues",
  needs: "read",
  body: newIssueBody,
  handle: ({ store, repository, permission, user, body, now, urls }) => {
    const change = includes(permission, "triage") ? body : withoutTriage(body);
    return store.transaction(() => {
      throwOnProblems(changeProblems(store, repository.id, change));
      const by = user();
      const number = nextNumber(store, repository.id);
      const row = { repository_id: repository.id, number, is_pull: 0, title: body.title } as const;
      const id = insertIssue(store, { ...row, body: body.body ?? null, user_id: by.id }, now);
      const issue = issueById(store, id);
      if (!issue) throw notFound();
      applyChange(store, { issue, change, by, now });
      const view = issueView({ store, repository, urls }, issueById(store, id) ?? issue);
      return created(view, view.url);
    });
  },
});
