import { z } from "zod";
import { created } from "../answer.ts";
import { notFound, throwOnProblems } from "../errors.ts";
import { operation } from "../operation.ts";
import { nextNumber } from "../repositories/table.ts";
import { bodyProblems, titleProblems } from "./limits.ts";
import { findIssue, insertIssue } from "./table.ts";
import { issueView } from "./view.ts";

export const create = operation({
  id: "issues/create",
  method: "POST",
  path: "/repos/{owner}/{repo}/issues",
  needs: "read",
  body: z.object({
    title: z.union([z.string(), z.number()]).transform(String),
    body: z.string().nullish(),
  }),
  handle: ({ store, repository, user, body, now, urls }) => {
    throwOnProblems([...titleProblems("Issue", body.title), ...bodyProblems("Issue", body.body)]);
    return store.transaction(() => {
      const number = nextNumber(store, repository.id);
      insertIssue(
        store,
        {
          repository_id: repository.id,
          number,
          is_pull: 0,
          title: body.title,
          body: body.body ?? null,
          user_id: user().id,
        },
        now,
      );
      const issue = findIssue(store, repository.id, number);
      if (!issue) throw notFound();
      const view = issueView({ store, repository, urls }, issue);
      return created(view, view.url);
    });
  },
});
