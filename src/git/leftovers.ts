import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { lstat, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import { orNullIfMissing, readText } from "./files.ts";
import type { Git } from "./git.ts";
import { gitIn, type Worktree } from "./worktree.ts";

export interface Author {
  readonly name: string;
  readonly email: string;
}

/**
 * Commits all that an agent changed and did not commit, deletions too, signed off by the author; returns the head.
 *
 * A repository that the agent made inside the worktree becomes plain files; a submodule that it declared stays one.
 *
 * @throws {MilepostError} when it left a rebase or a conflict unfinished, or put links into its git entry.
 */
export async function commitLeftovers(
  worktree: Worktree,
  { author, message }: { author: Author; message: string },
): Promise<string> {
  worktree.hub.restore();
  await refuseLinks(worktree);
  await refuseUnfinished(worktree);
  const git = gitIn(worktree);
  await addAll(git, worktree);
  await git(["commit", "--quiet", "--signoff", "--no-verify", "--cleanup=whitespace", "--file=-"], {
    input: message,
    env: identity(author),
    ok: [1],
  });
  return head(worktree);
}

/** The commit that the worktree is at, read without starting git where the ref is a loose file. */
export async function head(worktree: Worktree): Promise<string> {
  const text = readText(join(worktree.gitDir, "HEAD"))?.trim() ?? "";
  const ref = /^ref: (refs\/heads\/\S+)$/.exec(text)?.[1];
  const sha = ref ? readText(join(worktree.hub.dir, ref))?.trim() : text;
  if (sha && /^[0-9a-f]{40}$/.test(sha)) return sha;
  const { stdout } = await gitIn(worktree)(["rev-parse", "--verify", "HEAD^{commit}"]);
  return stdout.trim();
}

const identity = ({ name, email }: Author) => ({
  GIT_AUTHOR_NAME: name,
  GIT_AUTHOR_EMAIL: email,
  GIT_COMMITTER_NAME: name,
  GIT_COMMITTER_EMAIL: email,
});

/** Git writes through links, so one in the entry would let an agent change files elsewhere by our hand. */
async function refuseLinks({ gitDir }: Worktree): Promise<void> {
  for (const name of ["", "HEAD", "index", "logs", "refs"]) {
    const stats = await orNullIfMissing(lstat(join(gitDir, name)));
    if (!stats?.isSymbolicLink()) continue;
    throw new MilepostError(`the agent replaced ${join(gitDir, name)} by a link`, {
      hint: "its run counts as failed; the next one starts from a new worktree",
    });
  }
}

async function refuseUnfinished(worktree: Worktree): Promise<void> {
  const has = (name: string) => existsSync(join(worktree.gitDir, name));
  if (has("rebase-merge") || has("rebase-apply")) {
    throw new MilepostError("the agent left a rebase unfinished", {
      hint: "finish it with `git rebase --continue`, or drop it with `git rebase --abort`",
    });
  }
  if (!["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD"].some(has)) return;
  const { stdout } = await gitIn(worktree)(["diff", "--name-only", "--diff-filter=U", "-z"]);
  const conflicts = stdout.split("\0").filter((path) => path !== "");
  if (conflicts.length === 0) return;
  throw new MilepostError(`the agent left conflicts unresolved in ${conflicts.join(", ")}`, {
    hint: "resolve them and `git add` the files",
  });
}

/** How git says, in the C locale, that it met a repository inside the worktree. */
const nestedRepository =
  /^warning: adding embedded git repository: (.+)$|^error: '(.+)\/' does not have a commit checked out$/gm;

async function addAll(git: Git, worktree: Worktree): Promise<void> {
  for (let depth = 0; depth < 20; depth += 1) {
    const { stderr, exitCode } = await git(["add", "--all"], { ok: [128] });
    const nested = [...stderr.matchAll(nestedRepository)].map(([, added, refused]) => added ?? refused ?? "");
    const stray = await undeclared(worktree, nested);
    if (stray.length === 0 && exitCode === 0) return;
    if (stray.length === 0) throw new MilepostError(`could not add the agent's files: ${stderr.trim()}`);
    for (const path of stray) await absorb(git, worktree, path);
  }
  throw new MilepostError("the agent left repositories nested over 20 deep", { hint: "remove them" });
}

async function undeclared(worktree: Worktree, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const declared = readText(join(worktree.path, ".gitmodules")) ?? "";
  return paths.filter((path) => !declared.split("\n").some((line) => line.trim() === `path = ${path}`));
}

/** Without its `.git`, which is kept in the worktree's entry, a nested repository is a folder of files. */
async function absorb(git: Git, worktree: Worktree, path: string): Promise<void> {
  const attic = join(worktree.gitDir, "nested");
  await mkdir(attic, { recursive: true });
  await rename(join(worktree.path, path, ".git"), join(attic, randomUUID()));
  await git(["rm", "--quiet", "--cached", "--force", "--ignore-unmatch", "--", path]);
}
