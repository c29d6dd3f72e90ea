/** What a branch pattern's placeholders stand for. */
interface BranchParts {
  readonly plan: string;
  readonly order: string;
  /** The todo's id. */
  readonly slug: string;
  /** The body's id. */
  readonly body: string;
}

/** The names that a pattern may have in braces. */
export const placeholders = ["plan", "order", "slug", "body"] as const;

const placeholder = new RegExp(`\\{(${placeholders.join("|")})\\}`, "g");

/** Integration branches are made below this prefix; no todo's branch may be there. */
export const integrationPrefix = "milepost/base/";

/** Longest branch name that GitHub takes, in bytes. */
const longestBranch = 244;

/** A todo's branch: the pattern with its placeholders filled in. */
export const branchName = (pattern: string, parts: BranchParts): string =>
  pattern.replace(placeholder, (_, key: keyof BranchParts) => parts[key]);

/**
 * Why a branch cannot have this name, as the end of a sentence; `null` when it can.
 * The rules are those of `git check-ref-format --branch`, and two of GitHub's: its length, and that it does not
 * look like a commit.
 */
export const refProblem = (name: string): string | null =>
  refRules.find(({ broken }) => broken(name))?.problem ?? null;

/** No character has more than three bytes for each of its units. */
const isLong = (name: string): boolean =>
  name.length * 3 > longestBranch && new TextEncoder().encode(name).byteLength > longestBranch;

const refRules: readonly { readonly problem: string; readonly broken: (name: string) => boolean }[] = [
  { problem: "it is empty", broken: (name) => name === "" },
  { problem: "it is `@`", broken: (name) => name === "@" },
  { problem: "`HEAD` is git's own", broken: (name) => name === "HEAD" },
  { problem: "it begins with `-`", broken: (name) => name.startsWith("-") },
  { problem: "it begins with `refs/`", broken: (name) => name.startsWith("refs/") },
  {
    problem: "it holds a space or a control character",
    broken: (name) => /[\p{Cc} ]/u.test(name),
  },
  { problem: "it holds one of `~ ^ : ? * [ \\`", broken: (name) => /[~^:?*[\\]/.test(name) },
  { problem: "it holds `..`", broken: (name) => name.includes("..") },
  { problem: "it holds `@{`", broken: (name) => name.includes("@{") },
  { problem: "it has a `/` at an end or two in a row", broken: (name) => /^\/|\/$|\/\//.test(name) },
  { problem: "it ends with `.`", broken: (name) => name.endsWith(".") },
  { problem: "a part of it begins with `.`", broken: (name) => /(^|\/)\./.test(name) },
  { problem: "a part of it ends with `.lock`", broken: (name) => /\.lock(\/|$)/.test(name) },
  { problem: `it has more than ${longestBranch} bytes`, broken: isLong },
  { problem: "it looks like a commit", broken: (name) => /^[0-9a-f]{40}([0-9a-f]{24})?$/i.test(name) },
];

/** The folders that git needs for a branch, in lower case: `a` and `a/b` for `a/b/c`. */
export const foldersOf = (name: string): string[] => {
  const folders: string[] = [];
  for (let end = name.indexOf("/"); end !== -1; end = name.indexOf("/", end + 1))
    folders.push(name.slice(0, end).toLowerCase());
  return folders;
};
