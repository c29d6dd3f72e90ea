import { Hono } from "hono";
import type { FC } from "hono/jsx";
import { ChangedFiles, diffStyle } from "../../diff/files.tsx";
import type { PageEnv } from "../../environment.ts";
import type { DataOf } from "../../forge-api.ts";
import { PagesOfList, pageNumber } from "../../layout/pages-of-list.tsx";
import { Time } from "../../layout/time.tsx";
import { asFile } from "./file.tsx";
import { inAddress } from "./place.ts";

type Commits = DataOf<"GET /repos/{owner}/{repo}/commits">;

const forms = { diff: "application/vnd.github.diff", patch: "application/vnd.github.patch" } as const;

/** A commit, and as a diff or patch at the same address with that ending. */
export const commitPage = new Hono<PageEnv>().get("/:owner/:repo/commit/:name{.+}", async (context) => {
  const { owner, repo, name } = context.req.param();
  const { api } = context.var;
  const [, sha = "", form] = /^(.+?)(?:\.(diff|patch))?$/.exec(name) ?? [];
  const of = { owner, repo, ref: sha };
  if (form === "diff" || form === "patch")
    return asFile(context, await api.content("GET /repos/{owner}/{repo}/commits/{ref}", of, forms[form]));
  const commit = await api.ask("GET /repos/{owner}/{repo}/commits/{ref}", of);
  const style = diffStyle(context.req.query("diff"));
  return context.render(
    <section>
      <CommitHead commit={commit} owner={owner} repo={repo} />
      <ChangedFiles files={commit.files ?? []} style={style} />
    </section>,
    {
      title: `${commit.sha.slice(0, 10)} · ${owner}/${repo}`,
      repository: { owner, repo },
      tab: "code",
      wide: style === "split",
    },
  );
});

/** What a commit says, by whom, and what it comes after. */
export const CommitHead: FC<{ commit: Commits[number]; owner: string; repo: string }> = ({
  commit,
  owner,
  repo,
}) => {
  const [title = "", ...rest] = commit.commit.message.split("\n");
  return (
    <header class="commit-head">
      <h1>{title}</h1>
      {rest.length > 0 && <pre class="message">{rest.join("\n").trim()}</pre>}
      <p class="meta">
        {commit.commit.author?.name} <Time at={commit.commit.author?.date} /> · <code>{commit.sha}</code> ·{" "}
        <a href={`/${owner}/${repo}/tree/${commit.sha}`}>Files</a> ·{" "}
        <a href={`/${owner}/${repo}/commit/${commit.sha}.diff`}>.diff</a> · after{" "}
        {commit.parents.map(({ sha }) => (
          <a class="mono" href={`/${owner}/${repo}/commit/${sha}`}>
            {sha.slice(0, 10)}{" "}
          </a>
        ))}
        {commit.parents.length === 0 && "nothing"}
      </p>
    </header>
  );
};

const size = 50;

/** The commits of a branch, newest first. */
export const commitsPage = new Hono<PageEnv>().get(
  "/:owner/:repo/commits/:rest{.+}",
  async ({ req, var: { api }, render }) => {
    const { owner, repo, rest } = req.param();
    const page = pageNumber(req.query("page"));
    const of = { owner, repo, per_page: size, page };
    const whole = await api.list("GET /repos/{owner}/{repo}/commits", { ...of, sha: rest }).catch(() => null);
    const [ref = "", ...path] = rest.split("/");
    const found =
      whole ??
      (await api.list("GET /repos/{owner}/{repo}/commits", { ...of, sha: ref, path: path.join("/") }));
    return render(
      <section>
        <h1>Commits of {rest}</h1>
        <CommitRows commits={found.items} owner={owner} repo={repo} />
        <PagesOfList url={req.url} page={page} size={size} total={found.total} />
      </section>,
      { title: `Commits · ${owner}/${repo}`, repository: { owner, repo }, tab: "code" },
    );
  },
);

/** Commits, one a row. */
export const CommitRows: FC<{ commits: Commits; owner: string; repo: string; within?: string }> = ({
  commits,
  owner,
  repo,
  within = `/${owner}/${repo}/commit`,
}) => (
  <ul class="rows" data-live="commits">
    {commits.map(({ sha, commit }) => (
      <li>
        <div>
          <a class="row-title" href={`${within}/${sha}`}>
            {commit.message.split("\n")[0]}
          </a>
          <p class="meta">
            {commit.author?.name} <Time at={commit.author?.date} />
          </p>
        </div>
        <a class="mono" href={`/${owner}/${repo}/tree/${inAddress(sha)}`} title="The files at this commit">
          {sha.slice(0, 10)}
        </a>
      </li>
    ))}
  </ul>
);
