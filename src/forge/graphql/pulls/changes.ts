import type { RepositoryContext } from "../../context.ts";
import type { DiffFile } from "../../git/diff.ts";
import { nodeId } from "../../node-id.ts";
import { changedFiles, commitsOf } from "../../pulls/changed.ts";
import { commitLimit, fileLimit } from "../../pulls/changes.ts";
import { countsOf } from "../../pulls/comparison.ts";
import type { Pull } from "../../pulls/table.ts";
import { fullNameOf } from "../../repository.ts";
import { type ConnectionSource, connection, inMemory, type Slice } from "../connection.ts";
import { commitNode } from "../git/node.ts";

/** How much a pull request changes, in which commits and files; git is asked for what is asked for. */
export const changeFields = (here: RepositoryContext, pull: Pull) => {
  const counted = async (name: "additions" | "deletions" | "changed_files") =>
    (await countsOf(here, pull))?.[name] ?? 0;
  return {
    additions: () => counted("additions"),
    deletions: () => counted("deletions"),
    changedFiles: () => counted("changed_files"),
    commits: (slice: Slice) => ({
      ...connection(commitSource(here, pull, slice), slice, (sha) => pullCommitNode(here, pull, sha)),
      totalCount: () => countCommits(here, pull),
    }),
    files: async (slice: Slice) =>
      connection(inMemory((await changedFiles(here.git, pull)).slice(0, fileLimit)), slice, fileNode),
  };
};

const countCommits = async (here: RepositoryContext, pull: Pull): Promise<number> =>
  (await countsOf(here, pull))?.commits ?? 0;

/** The last commit alone, which lists ask for to know its checks, is the head: that starts no process. */
const commitSource = (
  here: RepositoryContext,
  pull: Pull,
  { last, before }: Slice,
): ConnectionSource<string> => {
  if (last === 1 && !before) return inMemory([pull.head_sha]);
  return {
    count: async () => Math.min(commitLimit, await countCommits(here, pull)),
    items: async (start, end) => (await commitsOf(here.git, pull)).slice(start, end),
  };
};

const pullCommitNode = (here: RepositoryContext, pull: Pull, sha: string) => ({
  id: nodeId("PRC", `${pull.id}:${sha}`),
  commit: () => commitNode(here, sha),
  url: `${here.urls.html}/${fullNameOf(here.repository)}/pull/${pull.number}/commits/${sha}`,
});

const kinds: Readonly<Record<DiffFile["status"], string>> = {
  added: "ADDED",
  removed: "DELETED",
  modified: "MODIFIED",
  renamed: "RENAMED",
  copied: "COPIED",
  changed: "CHANGED",
};

const fileNode = ({ path, additions, deletions, status }: DiffFile) => ({
  path,
  additions,
  deletions,
  changeType: kinds[status],
});
