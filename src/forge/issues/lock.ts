import { z } from "zod";
import { noContent } from "../answer.ts";
import { operation } from "../operation.ts";
import { issueAt } from "./table.ts";

const path = "/repos/{owner}/{repo}/issues/{issue_number}/lock";

export const lock = operation({
  id: "issues/lock",
  method: "PUT",
  path,
  needs: "write",
  body: z.object({
    lock_reason: z.enum(["off-topic", "too heated", "resolved", "spam"]).nullish(),
  }),
  handle: ({ store, repository, params, body, now }) =>
    store.transaction(() => {
      const issue = issueAt(store, repository, params.issue_number);
      const reason = body.lock_reason ?? null;
      store.run(
        "update issues set locked = 1, lock_reason = ?, updated_at = ? where id = ?",
        reason,
        now,
        issue.id,
      );
      return noContent();
    }),
});

export const unlock = operation({
  id: "issues/unlock",
  method: "DELETE",
  path,
  needs: "write",
  handle: ({ store, repository, params, now }) =>
    store.transaction(() => {
      const issue = issueAt(store, repository, params.issue_number);
      store.run(
        "update issues set locked = 0, lock_reason = null, updated_at = ? where id = ?",
        now,
        issue.id,
      );
      return noContent();
    }),
});
