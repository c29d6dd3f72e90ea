import { listed, listedPage } from "../answer.ts";
import { readCommits } from "../git/commit.ts";
import { operation } from "../operation.ts";
import { pageItems } from "../pagination.ts";
import { commitView, fileView } from "../repositories/commits/view.ts";
import { changedFiles, commitsOf } from "./changed.ts";
import { currentPull } from "./read.ts";

/** The most that lists of a pull request show, by GitHub's documentation. */
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
    return listedPage(files, page, (file) => fileView(context, file, pull.head_sha));
  },
});

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
