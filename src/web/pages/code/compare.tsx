import { Hono } from "hono";
import { ChangedFiles, diffStyle } from "../../diff/files.tsx";
import type { PageEnv } from "../../environment.ts";
import { CommitRows } from "./commit.tsx";
import { asFile } from "./file.tsx";

const route = "GET /repos/{owner}/{repo}/compare/{basehead}";

/** What one end has that the other has not, and as a diff or patch at the same address with that ending. */
export const comparePage = new Hono<PageEnv>().get("/:owner/:repo/compare/:name{.+}", async (context) => {
  const { owner, repo, name } = context.req.param();
  const { api } = context.var;
  const [, basehead = "", form] = /^(.+?)(?:\.(diff|patch))?$/.exec(name) ?? [];
  const of = { owner, repo, basehead };
  if (form === "diff") return asFile(context, await api.content(route, of, "application/vnd.github.diff"));
  const compared = await api.ask(route, of);
  if (form === "patch") {
    const patches = compared.commits.map(({ sha: ref }) =>
      api.content(
        "GET /repos/{owner}/{repo}/commits/{ref}",
        { owner, repo, ref },
        "application/vnd.github.patch",
      ),
    );
    return asFile(context, (await Promise.all(patches)).join(""));
  }
  const style = diffStyle(context.req.query("diff"));
  return context.render(
    <section>
      <h1>{basehead}</h1>
      <p class="meta">
        {compared.ahead_by} ahead, {compared.behind_by} behind
      </p>
      <CommitRows commits={compared.commits} owner={owner} repo={repo} />
      <ChangedFiles files={compared.files ?? []} style={style} />
    </section>,
    {
      title: `${basehead} · ${owner}/${repo}`,
      repository: { owner, repo },
      tab: "code",
      wide: style === "split",
    },
  );
});
