import { MilepostError } from "../core/error.ts";
import type { Facts, FileChange } from "../gates/gate.ts";
import type { Git } from "./git.ts";

/**
 * The facts that gates judge, from the merge base of two commits to the second.
 *
 * @throws {MilepostError} when the commits share no history.
 */
export async function facts(git: Git, base: string, head: string): Promise<Facts> {
  return { head, files: parseNumstat(await diffFrom(git, { base, head }, ["--numstat", "-z"])) };
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

/** Reads `git diff --numstat -z`: a rename's record has an empty path, and its two paths follow it. */
export function parseNumstat(text: string): FileChange[] {
  const fields = text.split("\0").values();
  const files: FileChange[] = [];
  for (const field of fields) {
    if (field === "") continue;
    const { added, deleted, path } = parseRecord(field);
    const from = path === "" ? textOf(fields.next()) : null;
    files.push({
      path: path === "" ? textOf(fields.next()) : path,
      from,
      added: added === "-" ? 0 : Number(added),
      deleted: deleted === "-" ? 0 : Number(deleted),
      binary: added === "-",
    });
  }
  return files;
}

/** A path may hold tabs and line breaks, so only the first two tabs separate. */
function parseRecord(field: string) {
  const match = /^(?<added>\d+|-)\t(?<deleted>\d+|-)\t(?<path>.*)$/s.exec(field);
  if (!match?.groups)
    throw new MilepostError(`git answered an unknown numstat record: ${JSON.stringify(field)}`);
  const { added = "", deleted = "", path = "" } = match.groups;
  return { added, deleted, path };
}

function textOf(step: IteratorResult<string>): string {
  if (step.done) throw new MilepostError("git's numstat ended in the middle of a rename");
  return step.value;
}
