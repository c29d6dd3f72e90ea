import type { GitRepository } from "./repository.ts";

/** One file of a difference between two trees. */
export interface DiffFile {
  readonly path: string;
  /** The path before a rename or copy; `null` for everything else. */
  readonly from: string | null;
  readonly status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed";
  /** The blob after, or the one before for a removed file. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks; `null` when there are none, as for a binary file or a pure rename. */
  readonly patch: string | null;
}

/** The tree without files, which every git knows. */
export const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** The files that differ between two commits or trees, with renames found, in git's order. */
export const diffFiles = async (git: GitRepository, from: string, to: string): Promise<DiffFile[]> => {
  const output = await git.run([
    ...["diff-tree", "-r", "-M", "--raw", "--numstat", "-p", "-z"],
    ...["--abbrev=40", "--no-color", "--no-ext-diff", from, to],
  ]);
  // The listing's entries end in NUL; an empty one more stands before the patches, which hold none.
  const end = output.indexOf("\0\0");
  return end === -1 ? parseListing(output, "") : parseListing(output.slice(0, end), output.slice(end + 2));
};

type Listed = Omit<DiffFile, "patch">;

const statuses: Readonly<Record<string, DiffFile["status"]>> = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  C: "copied",
  T: "changed",
};

/** Reads `--raw --numstat -z`: all raw entries first, then a count for each, in the same order. */
const parseListing = (listing: string, patches: string): DiffFile[] => {
  const fields = listing.split("\0").values();
  const next = () => fields.next().value ?? "";
  const files: Omit<Listed, "additions" | "deletions">[] = [];
  const counts: { additions: number; deletions: number }[] = [];
  for (let field = next(); field !== ""; field = next()) {
    if (field.startsWith(":")) files.push(parseRaw(field, next));
    else counts.push(parseCount(field, next));
  }
  const listed = files.map((file, index) => ({
    ...file,
    ...(counts[index] ?? { additions: 0, deletions: 0 }),
  }));
  return withPatches(listed, patches);
};

const parseRaw = (field: string, next: () => string): Omit<Listed, "additions" | "deletions"> => {
  const [, , before = "", after = "", letter = ""] = field.split(" ");
  const status = statuses[letter.charAt(0)] ?? "modified";
  const first = next();
  const moved = status === "renamed" || status === "copied";
  return {
    path: moved ? next() : first,
    from: moved ? first : null,
    status,
    sha: status === "removed" ? before : after,
  };
};

const parseCount = (field: string, next: () => string): { additions: number; deletions: number } => {
  const [additions = "", deletions = ""] = field.split("\t");
  // A rename's paths, before and after, are fields of their own.
  if (/^\S+\t\S+\t$/.test(field)) {
    next();
    next();
  }
  return { additions: Number.parseInt(additions, 10) || 0, deletions: Number.parseInt(deletions, 10) || 0 };
};

/** Gives each file its hunks; a file whose type changed has two sections, the old one gone and the new one come. */
const withPatches = (files: readonly Listed[], patches: string): DiffFile[] => {
  const sections = `\n${patches}`.split("\ndiff --git ").slice(1).values();
  return files.map((file) => {
    const count = file.status === "changed" ? 2 : 1;
    const texts = Array.from({ length: count }, () => sections.next().value ?? "");
    return { ...file, patch: hunksIn(texts.at(-1) ?? "") };
  });
};

const hunksIn = (section: string): string | null => {
  const start = section.indexOf("\n@@ ");
  return start === -1 ? null : section.slice(start + 1).replace(/\n$/, "");
};
