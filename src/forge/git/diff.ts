import type { GitRepository } from "./repository.ts";

/** One file of a diff, as git tells it. */
export interface FileDiff {
  readonly path: string;
  /** The path before a rename or copy; `null` otherwise. */
  readonly previous: string | null;
  readonly status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed";
  /** The blob after the change; before it for a removed file. */
  readonly blob: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks, from the first `@@`; `null` for a binary file and for a change without hunks. */
  readonly patch: string | null;
}

/**
 * The files that differ between two commits. Starts one process.
 * `...` compares with the merge base, as pull requests do; `..` compares the two as they are.
 */
export const filesBetween = async (
  git: GitRepository,
  { from, to, dots }: { from: string; to: string; dots: ".." | "..." },
): Promise<FileDiff[]> =>
  parseDiff(
    await git.run([
      ...[
        "diff",
        "--raw",
        "--numstat",
        "--patch",
        "-z",
        "--no-abbrev",
        "-M",
        "--no-ext-diff",
        "--no-textconv",
      ],
      `${from}${dots}${to}`,
      "--",
    ]),
  );

interface RawEntry {
  readonly letter: string;
  readonly blob: string;
  readonly path: string;
  readonly previous: string | null;
}

/** Reads the output of `git diff --raw --numstat --patch -z`: all raw entries, all counts, then all patches. */
export const parseDiff = (output: string): FileDiff[] => {
  const tokens = new Tokens(output);
  const entries: RawEntry[] = [];
  while (tokens.startsWith(":")) entries.push(rawEntry(tokens));
  const counts = entries.map(() => numstatEntry(tokens));
  const patches = tokens.rest().split(/^(?=diff --git )/m);
  return entries.map(({ letter, ...entry }, index) => ({
    ...entry,
    status: statusOf(letter),
    ...(counts[index] ?? { additions: 0, deletions: 0 }),
    // A change of type, such as from file to link, has two patches: a removal and an addition.
    patch: hunksOf(patches.splice(0, letter === "T" ? 2 : 1).join("")),
  }));
};

/** `:100644 100644 <old blob> <new blob> R100`, then one path or two. */
const rawEntry = (tokens: Tokens): RawEntry => {
  const [, , before = "", after = "", letter = ""] = tokens.next().split(" ");
  const moved = /^[RC]/.test(letter);
  const first = tokens.next();
  return {
    letter: letter.charAt(0),
    blob: letter === "D" ? before : after,
    path: moved ? tokens.next() : first,
    previous: moved ? first : null,
  };
};

/** `3<tab>1<tab>path`; a rename has its two paths in tokens of their own; a binary file has dashes. */
const numstatEntry = (tokens: Tokens): { additions: number; deletions: number } => {
  const [additions = "", deletions = "", path = ""] = tokens.next().split("\t");
  if (path === "") {
    tokens.next();
    tokens.next();
  }
  return { additions: Number.parseInt(additions, 10) || 0, deletions: Number.parseInt(deletions, 10) || 0 };
};

const statusOf = (letter: string): FileDiff["status"] => {
  switch (letter) {
    case "A":
      return "added";
    case "D":
      return "removed";
    case "R":
      return "renamed";
    case "C":
      return "copied";
    case "T":
      return "changed";
    default:
      return "modified";
  }
};

const hunksOf = (patch: string): string | null => {
  const start = patch.search(/^@@/m);
  return start === -1 ? null : patch.slice(start).replace(/\n$/, "");
};

/** Text that is taken token by token, each of which ends with a NUL. */
class Tokens {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  next(): string {
    const end = this.#text.indexOf("\0", this.#at);
    const token = this.#text.slice(this.#at, end === -1 ? undefined : end);
    this.#at = end === -1 ? this.#text.length : end + 1;
    return token;
  }

  rest(): string {
    return this.#text.slice(this.#at);
  }
}
