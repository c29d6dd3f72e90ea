import { Hono } from "hono";
import type { PageEnv } from "../../environment.ts";
import { fieldsOf } from "../fields.ts";

const verdicts = { approve: "APPROVE", changes: "REQUEST_CHANGES" } as const;

/** What the forms of issues do, and the box below a pull request; each leads back to the page that it stands on. */
export const issueForms = new Hono<PageEnv>()
  .post("/:owner/:repo/:kind{issues|pull}/:number{[0-9]+}/comments", async (context) => {
    const { owner, repo, kind, number } = context.req.param();
    const { api } = context.var;
    const fields = await fieldsOf(context.req);
    const [wish, body] = [fields("do"), fields("body")];
    const page = `/${owner}/${repo}/${kind}/${number}`;
    if (kind === "pull" && (wish === "approve" || wish === "changes")) {
      const of = { owner, repo, pull_number: Number(number), event: verdicts[wish], body };
      const { id } = await api.ask("POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", of);
      return context.redirect(`${page}#pullrequestreview-${id}`, 303);
    }
    const of = { owner, repo, issue_number: Number(number), body };
    const { id } = await api.ask("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", of);
    return context.redirect(`${page}#issuecomment-${id}`, 303);
  })
  .post("/:owner/:repo/issues/:number{[0-9]+}/state", async (context) => {
    const { owner, repo, number } = context.req.param();
    const fields = await fieldsOf(context.req);
    const state = fields("do") === "close" ? "closed" : "open";
    const of = { owner, repo, issue_number: Number(number), state } as const;
    await context.var.api.ask("PATCH /repos/{owner}/{repo}/issues/{issue_number}", of);
    return context.redirect(`/${owner}/${repo}/issues/${number}`, 303);
  });
