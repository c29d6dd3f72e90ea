import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { orNullIfMissing, readText } from "../files.ts";
import { gitAt, type RunGit } from "../git.ts";
import type { Hub } from "../repositories/hub.ts";
import { agentRepositoryOf, readAgentRepository } from "./agent-repository.ts";
import { borrowed } from "./take-in.ts";
import { branchRefIn, gitIn } from "./worktree.ts";

/** A worktree as `milepost worktrees` shows it. */
export interface ListedWorktree {
  readonly path: string;
  /** `null` for a detached checkout. */
  readonly branch: string | null;
  /** `null` when the folder or its HEAD is missing. */
  readonly head: string | null;
  /** Commits that its branch on the forge lacks, and that it lacks; `null` when nothing was published. */
  readonly ahead: number | null;
  readonly behind: number | null;
  /** Files that are changed, staged or untracked. */
  readonly dirty: number;
}

/** Lists the hub's worktrees in the order of their names. */
export const listWorktrees = async (hub: Hub): Promise<ListedWorktree[]> => {
  hub.restore();
  const published = await publishedBranches(hub);
  const listed: ListedWorktree[] = [];
  for (const entry of await entriesOf(hub)) listed.push(await inspect(hub, entry, published));
  return listed;
};

/** The folders of the hub's worktrees, in the order of their names. */
export const worktreeFolders = async (hub: Hub): Promise<string[]> => (await entriesOf(hub)).map(folderOf);

const folderOf = (gitDir: string): string => dirname(readText(join(gitDir, "gitdir"))?.trim() ?? gitDir);

const entriesOf = async (hub: Hub): Promise<string[]> => {
  const names = await orNullIfMissing(readdir(join(hub.dir, "worktrees")));
  return (names ?? []).sort().map((name) => join(hub.dir, "worktrees", name));
};

/** Without a publisher, which the next run makes anew, nothing is known to be published. */
const publishedBranches = async (hub: Hub): Promise<Map<string, string>> => {
  if (!existsSync(join(hub.publisherDir, "HEAD"))) return new Map();
  const format = "--format=%(refname:lstrip=3) %(objectname)";
  const { stdout } = await gitAt(hub.publisherDir)(["for-each-ref", format, "refs/remotes/forge"]);
  return new Map(
    stdout
      .trim()
      .split("\n")
      .map((line): [string, string] => {
        const [name = "", sha = ""] = line.split(" ");
        return [name, sha];
      }),
  );
};

const inspect = async (hub: Hub, gitDir: string, published: Map<string, string>): Promise<ListedWorktree> => {
  const path = folderOf(gitDir);
  const ref = branchRefIn(gitDir);
  const branch = ref?.replace("refs/heads/", "") ?? null;
  try {
    const { head, index } = readAgentRepository(path);
    if (head === null) return { path, branch, head, dirty: 0, ahead: null, behind: null };
    const git = lookAt({ hub, path, gitDir, index });
    const dirty = await countChanges(git, head);
    const there = branch === null ? undefined : published.get(branch);
    if (!there) return { path, branch, head, dirty, ahead: null, behind: null };
    const counts = await git(["rev-list", "--left-right", "--count", `${head}...${there}`]);
    const [ahead = 0, behind = 0] = counts.stdout.trim().split("\t").map(Number);
    return { path, branch, head, dirty, ahead, behind };
  } catch {
    // A worktree without its folder is listed as such: showing it is what the command is for.
    return { path, branch: null, head: null, dirty: 0, ahead: null, behind: null };
  }
};

/** Git with our settings, which sees the agent repository's index and objects: an agent may be at work there. */
const lookAt = ({
  index,
  ...worktree
}: {
  hub: Hub;
  path: string;
  gitDir: string;
  index: string | null;
}): RunGit => {
  const git = gitIn(worktree);
  const seen = {
    ...borrowed(join(agentRepositoryOf(worktree.path), "objects")),
    ...(index === null ? {} : { GIT_INDEX_FILE: index }),
  };
  return (args, options) => git(args, { ...options, env: seen });
};

const countChanges = async (git: RunGit, head: string): Promise<number> => {
  const changed = await git(["diff", "--name-only", "-z", "--ignore-submodules=dirty", head]);
  const added = await git(["ls-files", "-z", "--others", "--exclude-standard"]);
  return `${changed.stdout}${added.stdout}`.split("\0").length - 1;
};
