import { z } from "zod";
import { ok, text } from "../../answer.ts";
import { notFound } from "../../errors.ts";
import { readCommit, readCommits } from "../../git/commit.ts";
import { diffFiles } from "../../git/diff.ts";
import type { GitRepository } from "../../git/repository.ts";
import { operation } from "../../operation.ts";
import { type Page, pageItems } from "../../pagination.ts";
import { fullNameOf } from "../../repository.ts";
import { commitView, fileView } from "./view.ts";

/** What one answer of a comparison holds at most, by GitHub's documentation. */
const caps = { commits: 250, files: 300 } as const;

export const compare = operation({
  id: "repos/compare-commits-with-basehead",
  method: "GET",
  path: "/repos/{owner}/{repo}/compare/{basehead}",
  needs: "read",
  query: z.object({ page: z.string().optional(), per_page: z.string().optional() }),
  handle: async ({ git, store, repository, params, query, page, accept, urls }) => {
    const { base, head } = await endsOf(git, params.basehead);
    const mergeBase = (await git.attempt(["merge-base", base.sha, head.sha])).stdout.trim();
    if (mergeBase === "") throw notFound(`No common ancestor between ${base.name} and ${head.name}.`);
    if (accept.includes("diff")) {
      const diff = await git.run(["diff-tree", "-p", "-M", mergeBase, head.sha]);
      return text("application/vnd.github.diff; charset=utf-8", diff);
    }
    const [sides, files, [baseCommit, mergeBaseCommit]] = await Promise.all([
      sidesOf(git, base.sha, head.sha),
      diffFiles(git, mergeBase, head.sha),
      Promise.all([readCommit(git, base.sha), readCommit(git, mergeBase)]),
    ]);
    if (!baseCommit || !mergeBaseCommit) throw notFound();
    const asked = query.page === undefined && query.per_page === undefined ? null : page;
    const commits = await readCommits(git, shownCommits(sides.ahead, asked));
    const shown = { store, repository, urls };
    const counts = { ahead_by: sides.ahead.length, behind_by: sides.behind };
    return ok({
      ...addressesOf(shown, params.basehead),
      base_commit: commitView(shown, baseCommit),
      merge_base_commit: commitView(shown, mergeBaseCommit),
      status: statusOf(counts),
      ...counts,
      total_commits: sides.ahead.length,
      commits: commits.map((commit) => commitView(shown, commit)),
      files: page.number > 1 ? [] : files.slice(0, caps.files).map((file) => fileView(shown, file, head.sha)),
    });
  },
});

interface End {
  readonly name: string;
  readonly sha: string;
}

/** Reads `base...head`; either may carry the owner's name before a colon. */
const endsOf = async (git: GitRepository, basehead: string): Promise<{ base: End; head: End }> => {
  const [base, head] = basehead.split("...");
  if (!base || !head) throw notFound();
  return { base: await endOf(git, base), head: await endOf(git, head) };
};

const endOf = async (git: GitRepository, text: string): Promise<End> => {
  const name = text.slice(text.indexOf(":") + 1);
  const sha = await git.resolveCommit(name);
  if (sha === null) throw notFound();
  return { name, sha };
};

/** The commits of the head alone, oldest first, and how many the base has alone. */
const sidesOf = async (git: GitRepository, base: string, head: string) => {
  const output = await git.run([
    "rev-list",
    "--reverse",
    "--topo-order",
    "--left-right",
    `${base}...${head}`,
  ]);
  const lines = output.split("\n").filter((line) => line !== "");
  const ahead = lines.filter((line) => line.startsWith(">")).map((line) => line.slice(1));
  return { ahead, behind: lines.length - ahead.length };
};

/** Without a page, the newest that fit; with one, that page of all. */
const shownCommits = (shas: readonly string[], page: Page | null): string[] =>
  page === null ? shas.slice(-caps.commits) : pageItems(shas, page);

const statusOf = ({ ahead_by, behind_by }: { ahead_by: number; behind_by: number }) => {
  if (ahead_by > 0) return behind_by > 0 ? "diverged" : "ahead";
  return behind_by > 0 ? "behind" : "identical";
};

const addressesOf = ({ repository, urls }: Parameters<typeof fileView>[0], basehead: string) => {
  const name = fullNameOf(repository);
  const page = `${urls.html}/${name}/compare/${basehead}`;
  return {
    url: `${urls.repository(name)}/compare/${basehead}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
  };
};
