import { appendFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { anyOwner } from "../../git/environment.ts";
import { type GitAnswer, type GitOptions, git as gitAnywhere, gitAt } from "../../git/git.ts";

/** What a new repository's folder starts with. */
interface Seed {
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
    await gitAt(draft)(["config", "--remove-section", "remote.origin"]);
  } else {
    await copyBranch(draft, { from, base, ref: sourceRef ?? `refs/heads/${base}` });
  }
  await appendFile(join(draft, "config"), configuration);
  await rm(dir, { recursive: true, force: true });
  await rename(draft, dir);
};

/** Copies a repository, its objects by hard links where the disk has them, which is quick however large it is. */
const copyObjects = async (from: string, draft: string, options: readonly string[]): Promise<void> => {
  const args = [
    "clone",
    "--quiet",
    "--bare",
    ...options,
    "--template=",
    `--upload-pack=${anyOwner}`,
    from,
    draft,
  ];
  try {
    await git(args, asCaller);
  } catch (cause) {
    throw new MilepostError(`${from} could not be copied`, {
      hint: "see what `git fsck` says of it, and whether the disk has room",
      cause,
    });
  }
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
  await gitAt(draft)(["config", "--remove-section", "remote.origin"]);
};

const resolve = async (from: string, ref: string): Promise<string> => {
  try {
    const asked = ["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`];
    return (await git(asked, { cwd: from, ...asCaller })).stdout.trim();
  } catch (cause) {
    throw new MilepostError(`${from} has no commit at ${ref}`, {
      hint: "name a git repository, and a branch of it that has a commit",
      cause,
    });
  }
};

/** The caller's own git configuration stays: it may be what makes the source readable. */
const asCaller = { who: "user" } as const;

const git = (args: readonly string[], options: Partial<GitOptions> = {}): Promise<GitAnswer> =>
  gitAnywhere(args, { cwd: ".", ...options });
