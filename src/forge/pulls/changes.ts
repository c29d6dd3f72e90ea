import { listed } from "../answer.ts";
import { readCommits } from "../git/commit.ts";
import { type DiffFile, diffFiles } from "../git/diff.ts";
import type { GitRepository } from "../git/repository.ts";
import { operation } from "../operation.ts";
import { pageItems } from "../pagination.ts";
import { commitView, fileView } from "../repositories/commits/view.ts";
import type { Compared } from "./comparison.ts";
import { currentPull } from "./read.ts";

/** The most that lists of a pull request show: github-rules.md, section 3. */
export const fileLimit = 3_000;
export const commitLimit = 250;

export const listFiles = operation({
  id: "pulls/list-files",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/files",
  needs: "read",
  handle: async (context) => {
    const { git, page } = context;
    const pull = await currentPull(context, context.params.pull_number);
    const files = (await changedFiles(git, pull)).slice(0, fileLimit);
    const views = pageItems(files, page).map((file) => fileView(context, file, pull.head_sha));
    return listed(views, page, files.length);
  },
});

/** The files that a pull request changes, since the merge base. */
export const changedFiles = async (
  git: GitRepository,
  { base_sha, head_sha }: Pick<Compared, "base_sha" | "head_sha">,
): Promise<DiffFile[]> => {
  const { code, stdout } = await git.attempt(["merge-base", base_sha, head_sha]);
  return diffFiles(git, code === 0 ? stdout.trim() : base_sha, head_sha);
};

export const listCommits = operation({
  id: "pulls/list-commits",
  method: "GET",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/commits",
  needs: "read",
  handle: async (context) => {
    const { git, page } = context;
    const pull = await currentPull(context, context.params.pull_number);
    const shas = (await commitsOf(git, pull)).slice(0, commitLimit);
    const commits = await readCommits(git, pageItems(shas, page));
    return listed(
      commits.map((commit) => commitView(context, commit)),
      page,
      shas.length,
    );
  },
});

/** The commits of a pull request, oldest first. */
export const commitsOf = async (
  git: GitRepository,
  { base_sha, head_sha }: Pick<Compared, "base_sha" | "head_sha">,
): Promise<string[]> => {
  const range = `${base_sha}..${head_sha}`;
  const output = await git.run(["rev-list", "--topo-order", "--reverse", range]);
  return output.split("\n").filter((line) => line !== "");
};
