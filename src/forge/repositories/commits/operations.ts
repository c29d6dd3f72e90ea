import { z } from "zod";
import { type Answer, listed, ok, text } from "../../answer.ts";
import type { Operation } from "../../context.ts";
import { conflict, notFound, unprocessable } from "../../errors.ts";
import { type Commit, readCommit, readCommits } from "../../git/commit.ts";
import { diffFiles, emptyTree } from "../../git/diff.ts";
import type { GitRepository } from "../../git/repository.ts";
import { operation } from "../../operation.ts";
import { offsetOf, pageItems } from "../../pagination.ts";
import type { Repository } from "../../repository.ts";
import { since } from "../../since.ts";
import { compare } from "./compare.ts";
import { commitView, fileView } from "./view.ts";

const list = operation({
  id: "repos/list-commits",
  method: "GET",
  path: "/repos/{owner}/{repo}/commits",
  needs: "read",
  query: z.object({
    sha: z.string().optional(),
    path: z.string().optional(),
    author: z.string().optional(),
    since: since.optional(),
    until: since.optional(),
  }),
  handle: async ({ git, store, repository, query, page, urls }) => {
    const start = await startOf(git, repository, query.sha);
    const filter = [
      ...(query.author === undefined ? [] : ["--fixed-strings", `--author=${query.author}`]),
      ...(query.since === undefined ? [] : [`--since=${query.since}`]),
      ...(query.until === undefined ? [] : [`--until=${query.until}`]),
      start,
      "--",
      ...(query.path === undefined ? [] : [query.path]),
    ];
    const [shas, total] = await Promise.all([
      git.run(["rev-list", `--skip=${offsetOf(page)}`, `--max-count=${page.size}`, ...filter]),
      git.run(["rev-list", "--count", ...filter]),
    ]);
    const commits = await readCommits(git, linesOf(shas));
    const views = commits.map((commit) => commitView({ store, repository, urls }, commit));
    return listed(views, page, Number(total));
  },
});

const startOf = async (git: GitRepository, repository: Repository, name?: string): Promise<string> => {
  const sha = await git.resolveCommit(name ?? repository.default_branch);
  if (sha !== null) return sha;
  throw name === undefined ? conflict("Git Repository is empty.") : notFound();
};

const get = operation({
  id: "repos/get-commit",
  method: "GET",
  path: "/repos/{owner}/{repo}/commits/{ref}",
  needs: "read",
  handle: async ({ git, store, repository, params, page, accept, urls }) => {
    const sha = await git.resolveCommit(params.ref);
    const commit = sha === null ? null : await readCommit(git, sha);
    if (!commit) throw unprocessable(`No commit found for SHA: ${params.ref}`);
    const other = await asMedia(git, commit, accept);
    if (other) return other;
    const files = await diffFiles(git, commit.parents[0] ?? emptyTree, commit.sha);
    const shown = pageItems(files, { number: page.number, size: 300 });
    return ok({
      ...commitView({ store, repository, urls }, commit),
      stats: statsOf(files),
      files: shown.map((file) => fileView({ repository, urls }, file, commit.sha)),
    });
  },
});

/** The commit as a diff, a patch or its bare sha, when that is what was asked for. */
const asMedia = async (git: GitRepository, commit: Commit, accept: string): Promise<Answer | null> => {
  if (/application\/vnd\.github\.(v3\.)?sha/.test(accept))
    return text("application/vnd.github.sha", commit.sha);
  if (/application\/vnd\.github\.(v3\.)?diff/.test(accept)) {
    const diff = await git.run(["diff-tree", "-p", "-M", commit.parents[0] ?? emptyTree, commit.sha]);
    return text("application/vnd.github.diff; charset=utf-8", diff);
  }
  if (/application\/vnd\.github\.(v3\.)?patch/.test(accept)) {
    const patch = await git.run(["format-patch", "--stdout", "-1", "--root", commit.sha]);
    return text("application/vnd.github.patch; charset=utf-8", patch);
  }
  return null;
};

const statsOf = (files: readonly { additions: number; deletions: number }[]) => {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return { additions, deletions, total: additions + deletions };
};

const linesOf = (output: string): string[] => output.split("\n").filter((line) => line !== "");

export const commitsOperations: readonly Operation[] = [list, get, compare];
