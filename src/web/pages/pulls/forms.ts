import { Hono } from "hono";
import { HttpError } from "../../../forge/errors.ts";
import type { PageEnv } from "../../environment.ts";
import type { ForgeApi } from "../../forge-api.ts";
import { fieldsOf } from "../fields.ts";
import { ofPull } from "./head.tsx";
import { type PullPlace, pullAt, pullPlace } from "./place.ts";

const resolve = `mutation ($threadId: ID!) { resolveReviewThread(input: { threadId: $threadId }) { clientMutationId } }`;
const unresolve = `mutation ($threadId: ID!) { unresolveReviewThread(input: { threadId: $threadId }) { clientMutationId } }`;
const ready = `mutation ($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId } }`;

/** What the buttons of a pull request do. */
export const pullForms = new Hono<PageEnv>()
  .post(`${ofPull}/state`, async (context) => {
    const at = pullPlace(context.req.param());
    const fields = await fieldsOf(context.req);
    await change(context.var.api, at, { wish: fields("do"), head: fields("head") });
    return context.redirect(`/${at.owner}/${at.repo}/pull/${at.number}`, 303);
  })
  .post(`${ofPull}/threads/:thread{[0-9]+}`, async (context) => {
    const at = pullPlace(context.req.param());
    const { api } = context.var;
    const fields = await fieldsOf(context.req);
    const [wish, body] = [fields("do"), fields("body")];
    const id = Number(context.req.param("thread"));
    if (body.trim() !== "") {
      const of = { owner: at.owner, repo: at.repo, pull_number: at.number, comment_id: id, body };
      await api.ask("POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies", of);
    }
    if (wish === "resolve") await api.graphql(resolve, { threadId: fields("thread") });
    if (wish === "unresolve") await api.graphql(unresolve, { threadId: fields("thread") });
    return context.redirect(`/${at.owner}/${at.repo}/pull/${at.number}#discussion_r${id}`, 303);
  });

const change = async (
  api: ForgeApi,
  { owner, repo, number: pull_number }: PullPlace,
  { wish, head }: { wish: string; head: string },
): Promise<void> => {
  const of = { owner, repo, pull_number };
  switch (wish) {
    case "merge":
    case "squash":
    case "rebase":
      await api.ask("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", {
        ...of,
        merge_method: wish,
        sha: head,
      });
      return;
    case "close":
    case "reopen":
      await api.ask("PATCH /repos/{owner}/{repo}/pulls/{pull_number}", {
        ...of,
        state: wish === "close" ? "closed" : "open",
      });
      return;
    case "ready":
      await api.graphql(ready, { id: (await pullAt(api, { owner, repo, number: pull_number })).node_id });
      return;
    default:
      throw new HttpError(422, { message: "No button says that." });
  }
};
