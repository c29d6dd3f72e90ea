import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { treeAt } from "../facts/tree.ts";
import { lookAt, readText, writeIfOther } from "../files.ts";
import type { Git } from "../git.ts";
import { coherentMessage } from "../hand-off/coherent-message.ts";
import { refuseBombs } from "../hostile/bombs.ts";
import { megabyte, refuseHugeFiles } from "../hostile/huge-files.ts";
import { type HandOffLimits, handOffLimits } from "../hostile/limits.ts";
import { refusal } from "../hostile/refusal.ts";
import { asGitWrites } from "../identity.ts";
import { asCommitDate, writeCommit } from "../objects/commit.ts";
import type { Hub } from "../repositories/hub.ts";
import { agentRepositoryOf, layAgentRepository, readAgentRepository } from "./agent-repository.ts";
import { clearSpecialFiles } from "./special-files.ts";
import { takeStaged } from "./staged.ts";
import { addSubmodules } from "./submodules.ts";
import { takeIn } from "./take-in.ts";
import { branchRefIn, gitIn, resetEntry, type Worktree } from "./worktree.ts";

export interface Author {
  readonly name: string;
  readonly email: string;
}

interface LeftoverWanted {
  readonly author: Author;
  readonly message: string;
  /** What no file may be larger than; without it what nobody may hand over. */
  readonly limits?: Pick<HandOffLimits, "blobMegabytes">;
  /** Hears what was removed since no commit can hold it: pipes, sockets and devices. */
  readonly tell?: (removed: readonly string[]) => void;
}

/**
 * Takes in the commits of an agent's repository, and commits all that it changed and did not commit, deletions too, signed
 * off by the author; returns the head, at which the agent repository is laid again.
 *
 * A repository that the agent made inside the worktree becomes plain files; a submodule that it declared stays one.
 *
 * @throws {MilepostError} when it left a rebase or a conflict unfinished, links among git's files, a file over the limit, or no agent repository at all.
 */
export const commitLeftovers = async (
  worktree: Worktree,
  { author, message, limits = handOffLimits, tell = () => undefined }: LeftoverWanted,
): Promise<string> => {
  const { hub, path } = worktree;
  hub.restore();
  const { removed: special, large: huge } = await clearSpecialFiles(path, limits.blobMegabytes * megabyte);
  if (special.length > 0) tell(special);
  const left = readAgentRepository(path);
  if (!left.isThere) {
    // What is missing with it would be taken for files that the agent deleted.
    throw (await hasTracked(worktree)) ? notItsOwn() : removed(path);
  }
  if (left.rebasing) {
    throw new MilepostError("the agent left a rebase unfinished", {
      hint: "finish it with `git rebase --continue`, or drop it with `git rebase --abort`",
    });
  }
  const known = [worktree.start, await head(worktree), ...worktree.base.map(({ sha }) => sha)];
  const tip = left.head ?? (await head(worktree));
  const wanted = [tip, ...left.merging];
  await takeIn(hub, join(agentRepositoryOf(path), "objects"), { wanted, known, limits });
  await refuseBombs(hub.git, { start: worktree.start, heads: wanted, published: known });
  await moveTo(worktree, tip);
  if (left.unfinished && left.index) await refuseConflicts(worktree, left.index);
  await refuseHugeFiles(gitIn(worktree), { root: path, index: left.index, huge }, limits);
  if (left.index && !(await isSame(left.index, join(worktree.gitDir, "index"))))
    await takeStaged(worktree, tip, left.index);
  await addAll(gitIn(worktree), worktree);
  const sha = await commitIndex(worktree, { parents: wanted, author, message });
  await layAgentRepository(worktree, sha);
  return sha;
};

/** Whether any of the files that git tracks is there: without one, the folder was removed, and something wrote into it again. */
const hasTracked = async (worktree: Worktree): Promise<boolean> => {
  if (!lookAt(worktree.path)?.isDirectory()) return false;
  const { stdout } = await gitIn(worktree)(["ls-files", "-z"]);
  return stdout.split("\0").some((name) => name !== "" && lookAt(join(worktree.path, name)) !== null);
};

const notItsOwn = () =>
  new MilepostError("the agent removed or replaced its repository, the `.git` of its worktree", {
    hint: "its run counts as failed; the next one starts from a new worktree",
  });

const removed = (path: string) =>
  new MilepostError("the worktree was removed while its agent worked", {
    hint: `leave ${dirname(path)} alone while a run is at work; the next attempt gets a new worktree`,
  });

/** The commit that the worktree is at, as far as it was taken in; read without git where the ref is a loose file. */
export const head = async (worktree: Worktree): Promise<string> => {
  const text = readText(join(worktree.gitDir, "HEAD"))?.trim() ?? "";
  const ref = branchRefIn(worktree.gitDir);
  const sha = ref ? readText(join(worktree.hub.dir, ref))?.trim() : text;
  if (sha && /^[0-9a-f]{40}$/.test(sha)) return sha;
  const { stdout } = await gitIn(worktree)(["rev-parse", "--verify", "HEAD^{commit}"]);
  return stdout.trim();
};

/** Puts the worktree's own entry at a commit; of files that the commit leaves as they were, its index knows so. */
const moveTo = async (worktree: Worktree, sha: string): Promise<void> => {
  const { hub, path, gitDir, branch } = worktree;
  const from = await head(worktree);
  await resetEntry({ path, gitDir, head: branch === null ? sha : `ref: refs/heads/${branch}` });
  moveBranch(hub, branch, sha);
  if (!lookAt(join(gitDir, "index"))) await gitIn(worktree)(["read-tree", sha]);
  else if (sha !== from) await gitIn(worktree)(["read-tree", "--reset", sha]);
};

/** Written without starting git: nobody else writes the branches of the hub. */
const moveBranch = (hub: Hub, branch: string | null, sha: string): void => {
  if (branch !== null) writeIfOther(join(hub.dir, `refs/heads/${branch}`), `${sha}\n`);
};

/** An agent that never asked git for anything left its index as it was laid. */
const isSame = async (index: string, laid: string): Promise<boolean> =>
  lookAt(index)?.size === lookAt(laid)?.size && (await readFile(index)).equals(await readFile(laid));

const refuseConflicts = async (worktree: Worktree, index: string): Promise<void> => {
  const { stdout } = await gitIn(worktree)(["ls-files", "--unmerged", "-z"], {
    env: { GIT_INDEX_FILE: index },
  });
  const conflicts = new Set(stdout.split("\0").flatMap((line) => line.split("\t").slice(1)));
  if (conflicts.size === 0) return;
  throw new MilepostError(`the agent left conflicts unresolved in ${[...conflicts].join(", ")}`, {
    hint: "resolve them and `git add` the files",
  });
};

/** By plumbing: `git commit` would look into submodules, and run what their settings name. */
const commitIndex = async (
  worktree: Worktree,
  { parents, author, message }: { parents: readonly string[]; author: Author; message: string },
): Promise<string> => {
  const git = gitIn(worktree);
  const [tip = "", ...merged] = parents;
  const tree = (await git(["write-tree"])).stdout.trim();
  if (tree === (await treeAt(git, tip)) && merged.length === 0) return tip;
  const [person, now] = [asGitWrites(author), asCommitDate(new Date())];
  const sha = await writeCommit(git.objects, {
    ...{ tree, parents, message: coherentMessage({ message, author }, author) },
    ...{ author: person, authored: now, committer: person, committed: now },
  });
  moveBranch(worktree.hub, worktree.branch, sha);
  return sha;
};

/** How git says, in the C locale, that it met a repository inside the worktree. */
const nestedRepository =
  /^warning: adding embedded git repository: (.+)$|^error: '(.+)\/' does not have a commit checked out$/gm;

/** How git says that it takes a path for one of its own folder. */
const invalidPath = /^error: invalid path '(.+)'$/m;

const notAdded = (said: string): MilepostError => {
  const path = invalidPath.exec(said)?.[1];
  return path === undefined
    ? new MilepostError(`could not add the agent's files: ${said.trim()}`)
    : refusal(`a path holds \`.git\`, or what other systems take for it: ${path}`, { hint: "remove it" });
};

const addAll = async (git: Git, worktree: Worktree): Promise<void> => {
  for (let depth = 0; depth < 20; depth += 1) {
    const submodules = await addSubmodules(git, worktree);
    const others = submodules.map((path) => `:(top,exclude,literal)${path}`);
    const { stderr, exitCode } = await git(["add", "--all", "--", ":(top)", ...others], { ok: [128] });
    const nested = [...stderr.matchAll(nestedRepository)].map(([, added, refused]) => added ?? refused ?? "");
    const stray = await undeclared(worktree, nested);
    if (stray.length === 0 && exitCode === 0) return;
    if (stray.length === 0) throw notAdded(stderr);
    for (const path of stray) await absorb(git, worktree, path);
  }
  throw new MilepostError("the agent left repositories nested over 20 deep", { hint: "remove them" });
};

const undeclared = async (worktree: Worktree, paths: readonly string[]): Promise<string[]> => {
  if (paths.length === 0) return [];
  const declared = readText(join(worktree.path, ".gitmodules")) ?? "";
  return paths.filter((path) => !declared.split("\n").some((line) => line.trim() === `path = ${path}`));
};

/** Without its `.git`, which is kept in the worktree's entry, a nested repository is a folder of files. */
const absorb = async (git: Git, worktree: Worktree, path: string): Promise<void> => {
  const trash = join(worktree.gitDir, "nested");
  await mkdir(trash, { recursive: true });
  await rename(join(worktree.path, path, ".git"), join(trash, randomUUID()));
  await git(["rm", "--quiet", "--cached", "--force", "--ignore-unmatch", "--", path]);
};
