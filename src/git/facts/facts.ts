import { MilepostError } from "../../core/error.ts";
import type { Facts, FileChange } from "../../gates/gate.ts";
import type { Git } from "../git.ts";
import { allInTurns } from "../in-turns.ts";
import { lineDown } from "../objects/line.ts";
import { commitName, remembered } from "../remembered.ts";
import { attributesAt } from "./attributes.ts";
import { withKinds } from "./binaries.ts";
import { ChangeReader } from "./change-reader.ts";
import { changedLines } from "./changed-lines.ts";
import { readCommits } from "./commits.ts";
import { withContents } from "./contents.ts";
import { startOf } from "./start.ts";
import { withTestClaims } from "./test-claims.ts";
import { treeAt } from "./tree.ts";

/** What to read besides the files, since each costs a look at the whole change. */
export interface FactsWanted {
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
export const readFacts = async (
  git: Git,
  { base, head }: { base: string; head: string },
  { generated, commits = false, lines = false }: FactsWanted,
): Promise<Facts> => {
  const facts = await readChange(git, { base, head, generated, lines });
  if (!commits) return facts;
  // Loaded late: it brings a validator, which a count of lines needs not.
  const { remediationAt } = await import("./remediation.ts");
  return {
    ...facts,
    commits: await readCommits(git, base, head),
    remediation: await remediationAt(git, base),
  };
};

type Change = { readonly base: string; readonly head: string } & Required<
  Pick<FactsWanted, "generated" | "lines">
>;

const isSmall = ({ files, changed = [] }: Facts): boolean => {
  if (files.length > small.lines) return false;
  if (files.reduce((sum, { added, deleted }) => sum + added + deleted, 0) > small.lines) return false;
  const lines = changed.flatMap(({ added, deleted }) => [...added, ...deleted]);
  return lines.reduce((sum, { text }) => sum + text.length, 0) <= small.characters;
};

/** What depends on the content alone: a change is judged where it was made and again where it arrives. */
const readChange = remembered(
  async (git, { base, head, generated, lines }: Change): Promise<Facts> => {
    const at = { start: await startOf(git, base, head), head };
    const { named, counted } = changedFiles(git, at);
    const [open, files] = await Promise.all([
      named.then((files) => withoutLines(git, { base, head }, files, generated)),
      counted,
    ]);
    let index = 0;
    const whole = await allInTurns(files, (some) => some.map((file) => withLines(open.files[index++], file)));
    const facts = { ...open, files: whole };
    if (!lines) return facts;
    const changed = await changedLines(git, at.start, head);
    return { ...facts, changed: await withTestClaims(git, changed, whole) };
  },
  {
    name: ({ base, head, generated, lines }) =>
      commitName(base) && commitName(head) && JSON.stringify([base, head, generated, lines]),
    most: 32,
    keeps: isSmall,
  },
);

/** Most lines, or files, and characters of a change that is kept: more than most plans let through. */
const small = { lines: 5000, characters: 1_000_000 };

/** Where a change begins, and its head. */
interface Range {
  readonly start: string;
  readonly head: string;
}

/** The changed files: named, while git still compares, and with their lines. */
const changedFiles = (git: Git, at: Range) => {
  let listed: (files: FileChange[]) => void = () => undefined;
  const named = new Promise<FileChange[]>((resolve) => {
    listed = resolve;
  });
  const counted = weighLines(git, at, { listed }).then((files) => withTexts(git, at, files));
  return { named: Promise.race([named, counted]), counted };
};

interface Weighing {
  readonly listed?: (files: FileChange[]) => void;
  /** Compares as text what git takes for binary: these paths alone. */
  readonly asText?: readonly string[];
}

const weighLines = async (git: Git, at: Range, { listed, asText }: Weighing): Promise<FileChange[]> => {
  const format = [
    "--raw",
    "-z",
    "--patch",
    "--unified=0",
    "--inter-hunk-context=0",
    "--no-abbrev",
    "--no-color",
  ];
  if (!asText) {
    const reader = new ChangeReader(listed);
    if (await passDiff(git, at, format, (chunk) => reader.push(chunk))) return reader.end();
  }
  const reader = new ChangeReader(listed);
  await diffFrom(git, at, asText ? [...format, "--text"] : format, {
    onOutput: (chunk) => reader.push(chunk),
    paths: asText ?? [],
  });
  return reader.end();
};

/** The lines of binaries that are text by their names or contents are counted, too: one NUL makes a binary. */
const withTexts = async (git: Git, at: Range, files: readonly FileChange[]): Promise<FileChange[]> => {
  const judged = await withKinds(git, files);
  const texts = new Set(
    judged.filter(({ asText }) => asText).flatMap(({ path, from }) => [path, from ?? path]),
  );
  if (texts.size === 0) return judged;
  const weighed = await weighLines(git, at, { asText: [...texts] });
  const byPath = new Map(weighed.map((file) => [file.path, file]));
  return judged.map((file) => {
    const { added, deleted, bytes, breaks } = byPath.get(file.path) ?? file;
    return file.asText
      ? {
          ...file,
          added,
          deleted,
          ...(bytes === undefined ? {} : { bytes }),
          ...(breaks === undefined ? {} : { breaks }),
        }
      : file;
  });
};

/** What of the facts needs no lines, read while they are counted. */
const withoutLines = async (
  git: Git,
  { base, head }: { base: string; head: string },
  files: readonly FileChange[],
  generated: readonly string[],
): Promise<Facts> => {
  const attributes = await attributesAt(git, base, files);
  return await withContents(git, { head, files, attributes }, { globs: generated, base });
};

/** A file with its lines; the contents of a binary were read in vain. */
const withLines = (read: FileChange | undefined, counted: FileChange): FileChange => {
  const { before: _before, after: _after, ...lines } = counted;
  return counted.binary || !read ? counted : { ...read, ...lines };
};

/** The diff that a reviewer reads, from the merge base of two commits to the second. */
export const diff = async (git: Git, base: string, head: string): Promise<string> => {
  const at = { start: await startOf(git, base, head), head };
  const chunks: Uint8Array[] = [];
  const isWhole = await passDiff(git, at, ["--patch", "--no-color"], (chunk) => void chunks.push(chunk));
  return isWhole ? Buffer.concat(chunks).toString() : await diffFrom(git, at, ["--no-color"], {});
};

/** Whether a git that stays open could say what differs. */
const passDiff = async (
  git: Git,
  { start, head }: Range,
  format: readonly string[],
  onOutput: (chunk: Uint8Array) => void,
): Promise<boolean> => {
  const [from, to] = await Promise.all([treeAt(git, start), treeAt(git, head)]);
  return await git.diffs.pass({ format: [...format, ...plain], from, to, onOutput });
};

/** What holds for every diff, whatever a person's settings say. */
const plain = ["-M", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none", "--submodule=short"];

const partial = ({ start, head }: Range): string =>
  `in a partial clone, \`git diff ${start} ${head}\` brings the files that it lacks`;

interface Comparing {
  readonly onOutput?: (chunk: Uint8Array) => void;
  /** These alone; all when there are none. */
  readonly paths?: readonly string[];
}

const diffFrom = async (
  git: Git,
  { start, head }: Range,
  format: readonly string[],
  { onOutput, paths = [] }: Comparing,
): Promise<string> => {
  const which = paths.length === 0 ? [] : ["--", ...paths];
  const { stdout, stderr, exitCode } = await git(
    ["--literal-pathspecs", "diff", ...format, ...plain, start, head, ...which],
    { ok: [128], ...(onOutput ? { onOutput } : {}) },
  );
  if (exitCode === 0) return stdout;
  throw new MilepostError(`git could not compare ${start} with ${head}: ${stderr.trim()}`, {
    ...(/unable to read|missing blob/.test(stderr) ? { hint: partial({ start, head }) } : {}),
  });
};

export const isAncestor = async (git: Git, a: string, b: string): Promise<boolean> => {
  if (commitName(a) && (await lineDown(git, b, [a]))) return true;
  const { exitCode } = await git(["merge-base", "--is-ancestor", a, b], { ok: [1] });
  return exitCode === 0;
};
