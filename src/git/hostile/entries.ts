import { MilepostError } from "../../core/error.ts";
import { treeAt } from "../facts/tree.ts";
import type { Git } from "../git.ts";
import { inTurns } from "../in-turns.ts";
import { type ComparedEntry, compareTrees } from "../objects/compare.ts";
import { lineDown } from "../objects/line.ts";
import type { FolderEntry } from "../objects/tree.ts";

/** The commits that a hand-off brings. */
export interface Span {
  readonly start: string;
  readonly head: string;
  readonly published?: readonly string[];
}

type Kind = "file" | "link" | "submodule" | "nothing";

/** What one commit makes of one path. */
export interface HostileEntry {
  readonly path: string;
  readonly sha: string;
  readonly kind: Kind;
  /** What it was in the commit's parents. */
  readonly was: readonly Kind[];
  readonly isNew: boolean;
}

/** What the commits of a hand-off change, and the parents of each. */
export interface HostileWork {
  readonly entries: readonly HostileEntry[];
  readonly parents: readonly (readonly string[])[];
}

/** Reads what each commit adds or changes, at most `most` commits; of a merge, what is in none of its parents. */
export const readEntries = async (git: Git, span: Span, most: number): Promise<HostileWork> =>
  (await readLine(git, span)) ?? (await readLog(git, span, most));

/** Commits of one line, read without a start of git; `null` when they are none. */
const readLine = async (git: Git, { start, head, published = [] }: Span): Promise<HostileWork | null> => {
  const line = await lineDown(git, head, [start, ...published]);
  if (!line) return null;
  const entries: HostileEntry[] = [];
  for (const { tree, parents } of line) {
    const { paths } = await compareTrees(git, await treeAt(git, parents[0] ?? ""), tree);
    await inTurns(paths, (some) => {
      for (const sides of some) if (sides.after) entries.push(entryOf(sides, sides.after));
    });
  }
  return { entries, parents: line.map(({ parents }) => parents) };
};

const entryOf = ({ path, before }: ComparedEntry, { sha, mode }: FolderEntry): HostileEntry => {
  const was = kindOf(before?.mode ?? "000000");
  return { path, sha, kind: kindOf(mode), was: [was], isNew: was === "nothing" };
};

const readLog = async (
  git: Git,
  { start, head, published = [] }: Span,
  most: number,
): Promise<HostileWork> => {
  const raw = [
    "--raw",
    "-z",
    "-r",
    "-c",
    "--root",
    "--no-renames",
    "--no-abbrev",
    "--ignore-submodules=none",
  ];
  const plain = ["--no-show-signature", "--no-notes", "--no-color", "--no-relative", "--format=commit %P"];
  const range = [`--max-count=${most}`, `${start}..${head}`, "--not", ...published, "--"];
  const { stdout } = await git(["log", ...raw, ...plain, ...range]);
  return parse(stdout);
};

const parse = (text: string): HostileWork => {
  const fields = text.split("\0").values();
  const entries: HostileEntry[] = [];
  const parents: string[][] = [];
  for (const field of fields) {
    const record = field.replace(/^\n/, "");
    if (record.startsWith("commit ")) parents.push(record.slice(7).split(" "));
    else if (record !== "") {
      const entry = toEntry(record, fields.next());
      if (entry.kind !== "nothing") entries.push(entry);
    }
  }
  return { entries, parents };
};

/** A merge's record has a mode and a name for each parent: git-diff-tree(1), "RAW OUTPUT FORMAT". */
const toEntry = (record: string, path: IteratorResult<string>): HostileEntry => {
  const [, modes = "", shas = ""] = /^:+((?:[0-7]{6} )+)((?:[0-9a-f]{40} )+)[A-Z]+$/.exec(record) ?? [];
  const kinds = modes.trim().split(" ").map(kindOf);
  const kind = kinds.pop();
  if (path.done || kind === undefined || shas === "") {
    throw new MilepostError(`git answered an unknown raw record: ${JSON.stringify(record)}`);
  }
  return {
    path: path.value,
    sha: shas.trim().split(" ").at(-1) ?? "",
    kind,
    was: kinds,
    isNew: kinds.every((each) => each === "nothing"),
  };
};

const kindOf = (mode: string): Kind => {
  if (mode === "000000") return "nothing";
  if (mode === "120000") return "link";
  return mode === "160000" ? "submodule" : "file";
};
