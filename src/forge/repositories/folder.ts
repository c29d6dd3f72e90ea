import { appendFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { gitEnvironment } from "../git/environment.ts";
import { runGit } from "../git/run.ts";

/** What a new repository's folder starts with. */
export interface Seed {
  readonly from: string | undefined;
  readonly base: string;
  readonly sourceRef: string | undefined;
  /** Keeps the other branches and the tags of `from`, too. */
  readonly whole?: boolean;
}

const configuration = `
[core]
	hooksPath = /dev/null
[gc]
	auto = 0
[receive]
	autogc = false
	denyNonFastForwards = false
	fsckObjects = true
	hideRefs = refs/pull
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[http]
	receivepack = true
`;

/**
 * Makes a bare repository at `dir`, whole or not at all; what an earlier, interrupted try left is replaced.
 * @throws MilepostError when the seed is no git repository, cannot be copied or has no such branch.
 */
export const createFolder = async (
  dir: string,
  { from, base, sourceRef, whole = false }: Seed,
): Promise<void> => {
  const draft = `${dir}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(dir), { recursive: true });
  if (from === undefined) {
    await git(["init", "--quiet", "--bare", "--template=", `--initial-branch=${base}`, draft]);
  } else if (whole) {
    await copyObjects(from, draft, ["--tags"]);
    await git(["--git-dir", draft, "config", "--remove-section", "remote.origin"]);
  } else {
    await copyBranch(draft, { from, base, ref: sourceRef ?? `refs/heads/${base}` });
  }
  await appendFile(join(draft, "config"), configuration);
  await rm(dir, { recursive: true, force: true });
  await rename(draft, dir);
};

/** Copies a repository, its objects by hard links where the disk has them, which is quick however large it is. */
const copyObjects = async (from: string, draft: string, options: readonly string[]): Promise<void> => {
  const args = ["clone", "--quiet", "--bare", ...options, "--template=", from, draft];
  const { code, stderr } = await runGit(args, { env: withoutRepository() });
  if (code === 0) return;
  throw new MilepostError(`${from} could not be copied`, {
    hint: "see what `git fsck` says of it, and whether the disk has room",
    cause: new Error(stderr.trim()),
  });
};

/** Copies the objects, and keeps one branch. */
const copyBranch = async (
  draft: string,
  { from, base, ref }: { from: string; base: string; ref: string },
): Promise<void> => {
  const sha = await resolve(from, ref);
  await copyObjects(from, draft, ["--no-tags"]);
  await rm(join(draft, "refs"), { recursive: true, force: true });
  await rm(join(draft, "packed-refs"), { force: true });
  const branch = join(draft, "refs", "heads", base);
  await mkdir(dirname(branch), { recursive: true });
  await mkdir(join(draft, "refs", "tags"), { recursive: true });
  await writeFile(branch, `${sha}\n`);
  await writeFile(join(draft, "HEAD"), `ref: refs/heads/${base}\n`);
  await git(["--git-dir", draft, "config", "--remove-section", "remote.origin"]);
};

const resolve = async (from: string, ref: string): Promise<string> => {
  const commit = `${ref}^{commit}`;
  const asked = ["-C", from, "rev-parse", "--verify", "--end-of-options", commit];
  const { code, stdout, stderr } = await runGit(asked, { env: withoutRepository() });
  if (code === 0) return stdout.trim();
  throw new MilepostError(`${from} has no commit at ${ref}`, {
    hint: "name a git repository, and a branch of it that has a commit",
    cause: new Error(stderr.trim()),
  });
};

/** The caller's own git configuration stays: it may be what makes the source readable. */
const withoutRepository = (): Record<string, string> => {
  const { GIT_CONFIG_GLOBAL: _global, GIT_CONFIG_NOSYSTEM: _system, ...environment } = gitEnvironment();
  return environment;
};

const git = async (args: readonly string[]): Promise<void> => {
  const { code, stderr } = await runGit(args, { env: gitEnvironment() });
  if (code !== 0) throw new MilepostError(`git ${args[0] ?? ""} failed: ${stderr.trim()}`);
};
