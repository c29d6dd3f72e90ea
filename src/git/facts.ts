import { MilepostError } from "../core/error.ts";
import type { Facts } from "../gates/gate.ts";
import { parseRawNumstat } from "../gates/raw-numstat.ts";
import { attributesAt } from "./attributes.ts";
import { changedLines } from "./changed-lines.ts";
import { readCommits } from "./commits.ts";
import { withContents } from "./contents.ts";
import type { Git } from "./git.ts";

/** What to read besides the files, since each costs a look at the whole change. */
export interface Wanted {
  /** The plan's globs of generated files: what they name need not be read. */
  readonly generated: readonly string[];
  readonly commits?: boolean;
  readonly lines?: boolean;
}

/**
 * The facts that gates judge, from the merge base of two commits to the second; attributes are those of `base`.
 *
 * @throws {MilepostError} when the commits share no history.
 */
export async function readFacts(
  git: Git,
  at: { base: string; head: string },
  wanted: Wanted,
): Promise<Facts> {
  const { base, head } = at;
  const raw = await diffFrom(git, at, ["--raw", "--numstat", "-z", "--no-abbrev"]);
  const files = raw === "" ? [] : parseRawNumstat(raw);
  const attributes = await attributesAt(git, base, files);
  const facts = await withContents(git, { head, files, attributes }, wanted.generated);
  return {
    ...facts,
    ...(wanted.commits ? { commits: await readCommits(git, base, head) } : {}),
    ...(wanted.lines ? { changed: await changedLines(git, base, head) } : {}),
  };
}

/** The diff that a reviewer reads, from the merge base of two commits to the second. */
export const diff = (git: Git, base: string, head: string): Promise<string> =>
  diffFrom(git, { base, head }, ["--no-color"]);

async function diffFrom(
  git: Git,
  { base, head }: { base: string; head: string },
  format: readonly string[],
): Promise<string> {
  const plain = ["-M", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none"];
  const { stdout, stderr, exitCode } = await git(["diff", ...format, ...plain, `${base}...${head}`], {
    ok: [128],
  });
  if (exitCode === 0) return stdout;
  if (stderr.includes("no merge base")) {
    throw new MilepostError(`${base} and ${head} share no history`, {
      hint: "start the branch from its base, and do not rewrite it from nothing",
    });
  }
  throw new MilepostError(`git could not compare ${base} with ${head}: ${stderr.trim()}`);
}

export async function isAncestor(git: Git, a: string, b: string): Promise<boolean> {
  const { exitCode } = await git(["merge-base", "--is-ancestor", a, b], { ok: [1] });
  return exitCode === 0;
}
