import { z } from "zod";
import { noContent } from "../answer.ts";
import { forbidden, refused } from "../errors.ts";
import { touchIssue } from "../issues/table.ts";
import { operation } from "../operation.ts";
import { includes } from "../permissions.ts";
import { pullAt } from "./table.ts";

/** Makes a pull request a draft, or ready for review: GitHub does so by GraphQL alone, so no address leads here. */
export const setDraft = operation({
  id: "pulls/set-draft",
  method: "PUT",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/draft",
  needs: "read",
  body: z.object({ draft: z.boolean() }),
  handle: ({ store, repository, permission, params, body, user, now }) =>
    store.transaction(() => {
      const pull = pullAt(store, repository, params.pull_number);
      if (pull.user_id !== user().id && !includes(permission, "write")) {
        throw forbidden(`${user().login} does not have the correct permissions to change what is a draft.`);
      }
      if (pull.state === "closed") throw refused("Pull request is closed");
      store.run("update pulls set draft = ? where issue_id = ?", body.draft ? 1 : 0, pull.id);
      touchIssue(store, pull.id, now);
      return noContent();
    }),
});
