import { Hono } from "hono";
import type { PageContext, PageEnv } from "../environment.ts";

const field = async (context: PageContext, name: string): Promise<string> => {
  const value = (await context.req.parseBody())[name];
  return typeof value === "string" ? value : "";
};

/** What the forms of issues and pull requests do; each leads back to the page that it stands on. */
export const issueForms = new Hono<PageEnv>().post(
  "/:owner/:repo/:kind{issues|pull}/:number{[0-9]+}/comments",
  async (context) => {
    const { owner, repo, kind, number } = context.req.param();
    const body = await field(context as PageContext, "body");
    const made = await context.var.api.ask("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...{ owner, repo, issue_number: Number(number), body: body.replaceAll("\r\n", "\n") },
    });
    return context.redirect(`/${owner}/${repo}/${kind}/${number}#issuecomment-${made.id}`, 303);
  },
);
