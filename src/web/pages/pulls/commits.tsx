import { Hono } from "hono";
import { ChangedFiles, diffStyle } from "../../diff/files.tsx";
import type { PageEnv } from "../../environment.ts";
import { CommitHead, CommitRows } from "../code/commit.tsx";
import { asFile } from "../code/file.tsx";
import { ofPull, PullHead, pullPage } from "./head.tsx";
import { pullAt, pullPlace } from "./place.ts";

/** The commits of a pull request, and each with what it changes. */
export const pullCommitsPages = new Hono<PageEnv>()
  .get(`${ofPull}/commits`, async (context) => {
    const at = pullPlace(context.req.param());
    const { api } = context.var;
    const pull = await pullAt(api, at);
    const of = { owner: at.owner, repo: at.repo, pull_number: at.number, per_page: 100 };
    const commits = await api.ask("GET /repos/{owner}/{repo}/pulls/{pull_number}/commits", of);
    return context.render(
      <section>
        <PullHead pull={pull} at={at} tab="/commits" />
        <CommitRows
          commits={commits}
          owner={at.owner}
          repo={at.repo}
          within={`/${at.owner}/${at.repo}/pull/${at.number}/commits`}
        />
      </section>,
      pullPage(pull, at),
    );
  })
  .get(`${ofPull}/commits/:sha{[0-9a-f]+}`, async (context) => {
    const at = pullPlace(context.req.param());
    const { api } = context.var;
    const pull = await pullAt(api, at);
    const of = { owner: at.owner, repo: at.repo, ref: context.req.param("sha") };
    const commit = await api.ask("GET /repos/{owner}/{repo}/commits/{ref}", of);
    const style = diffStyle(context.req.query("diff"));
    return context.render(
      <section>
        <PullHead pull={pull} at={at} tab="/commits" />
        <CommitHead commit={commit} owner={at.owner} repo={at.repo} />
        <ChangedFiles files={commit.files ?? []} style={style} />
      </section>,
      pullPage(pull, at, style === "split"),
    );
  });

/** A pull request as a diff or as patches. */
export const pullAsText = new Hono<PageEnv>().get(
  "/:owner/:repo/pull/:name{[0-9]+\\.(diff|patch)}",
  async (context) => {
    const { owner, repo, name } = context.req.param();
    const [number = "", form] = name.split(".");
    const of = { owner, repo, pull_number: Number(number) };
    const accept = `application/vnd.github.${form}`;
    return asFile(
      context,
      await context.var.api.content("GET /repos/{owner}/{repo}/pulls/{pull_number}", of, accept),
    );
  },
);
