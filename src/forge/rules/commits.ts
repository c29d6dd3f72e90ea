import picomatch from "picomatch";
import { type Commit, parseCommit } from "../git/commit.ts";
import type { GitRepository } from "../git/repository.ts";
import type { RefRule, RuleOf } from "./schema.ts";

/** Git as it sees what is judged: in a push, what is not in the repository yet. */
export type RuleGit = Pick<GitRepository, "run" | "attempt">;

/** Commits that would come to a ref: those that lead to one, and not to others. */
export interface NewCommits {
  readonly to: string;
  /** Revisions that are there already; `--all` is every ref. */
  readonly not: readonly string[];
}

const revisions = ({ to, not }: NewCommits): string[] => [to, ...(not.length === 0 ? [] : ["--not", ...not])];

export const readNewCommits = async (git: RuleGit, range: NewCommits): Promise<Commit[]> => {
  const text = await git.run(["rev-list", "--header", ...revisions(range)]);
  return text
    .split("\0")
    .filter((record) => record.trim() !== "")
    .map(commitIn);
};

/** A record of `rev-list --header`: the sha's line, the commit's headers, and its message, indented. */
const commitIn = (record: string): Commit => {
  const [, sha = "", raw = ""] = /^\s*([0-9a-f]{40})\n(.*)$/s.exec(record) ?? [];
  const end = raw.indexOf("\n\n");
  const headers = end === -1 ? raw : raw.slice(0, end);
  const message = end === -1 ? "" : raw.slice(end + 2).replace(/^ {4}/gm, "");
  return parseCommit({ sha, type: "commit", content: Buffer.from(`${headers}\n\n${message}`) });
};

/** Whether a commit counts as signed: it carries a signature, or was made by the forge itself, as GitHub signs its own. */
export const isSigned = ({ signed, committer }: Commit): boolean =>
  signed !== null || committer.email.endsWith("@users.noreply.localhost");

/** Files that commits change; of a merge, those that are as in none of its parents. */
const changedPaths = async (git: RuleGit, commits: readonly Commit[]): Promise<string[]> => {
  const args = ["diff-tree", "--stdin", "--root", "--no-commit-id", "--name-only", "-r", "-c", "-z"];
  const input = commits.map(({ sha }) => `${sha}\n`).join("");
  const paths = (await git.run(args, { input })).split("\0").filter((path) => path !== "");
  return [...new Set(paths)];
};

/** What new commits break of one rule, in GitHub's words; `null` when nothing. */
export const brokenBy = async (
  git: RuleGit,
  rule: RefRule,
  { commits, range }: { commits: readonly Commit[]; range: NewCommits },
): Promise<string | null> => {
  switch (rule.type) {
    case "required_linear_history":
      return commits.some(({ parents }) => parents.length > 1) ? linear : null;
    case "required_signatures":
      return commits.every(isSigned) ? null : signatures;
    case "file_path_restriction":
      return told("File path is restricted", restricted(rule, await changedPaths(git, commits)));
    case "file_extension_restriction":
      return told("File extension is restricted", ofExtension(rule, await changedPaths(git, commits)));
    case "max_file_path_length": {
      const { max_file_path_length: limit } = rule.parameters;
      const long = (await changedPaths(git, commits)).filter((path) => path.length > limit);
      return told(`File path exceeds ${limit} characters`, long);
    }
    case "max_file_size": {
      const { max_file_size: megabytes } = rule.parameters;
      const large = await largeBlobs(git, range, megabytes * 1_048_576);
      return told(`File exceeds the limit of ${megabytes} MB`, large);
    }
    case "commit_message_pattern":
      return patternBroken(
        rule,
        "Commit message",
        commits.map(({ message }) => message),
      );
    case "commit_author_email_pattern":
      return patternBroken(
        rule,
        "Commit author email",
        commits.map(({ author }) => author.email),
      );
    case "committer_email_pattern":
      return patternBroken(
        rule,
        "Committer email",
        commits.map(({ committer }) => committer.email),
      );
    default:
      return null;
  }
};

export const linear = "This branch must not contain merge commits.";
export const signatures = "Commits must have verified signatures.";

const told = (reason: string, found: readonly string[]): string | null =>
  found.length === 0 ? null : `${reason}: ${found.slice(0, 5).join(", ")}`;

const restricted = ({ parameters }: RuleOf<"file_path_restriction">, paths: readonly string[]): string[] =>
  paths.filter((path) => picomatch.isMatch(path, [...parameters.restricted_file_paths], { dot: true }));

const ofExtension = (
  { parameters }: RuleOf<"file_extension_restriction">,
  paths: readonly string[],
): string[] =>
  paths.filter((path) =>
    parameters.restricted_file_extensions.some((one) => path.endsWith(one.replace(/^\*?\.?/, "."))),
  );

type PatternRule = RuleOf<"commit_message_pattern" | "branch_name_pattern">["parameters"];

/** What of some texts does not fit a pattern. */
export const patternBroken = (
  { parameters }: { readonly parameters: PatternRule },
  what: string,
  texts: readonly string[],
): string | null => {
  const { operator, pattern, negate } = parameters;
  if (texts.every((text) => fits(text, { operator, pattern }) !== negate)) return null;
  return `${what} must ${negate ? "not " : ""}${words[operator]} ${pattern}`;
};

const words = {
  starts_with: "start with",
  ends_with: "end with",
  contains: "contain",
  regex: "match the pattern",
} as const;

const fits = (text: string, { operator, pattern }: Pick<PatternRule, "operator" | "pattern">): boolean => {
  switch (operator) {
    case "starts_with":
      return text.startsWith(pattern);
    case "ends_with":
      return text.trimEnd().endsWith(pattern);
    case "contains":
      return text.includes(pattern);
    case "regex":
      return new RegExp(pattern, "u").test(text);
    default:
      return operator satisfies never;
  }
};

/** Blobs among new objects that are larger than so many bytes, by their paths. */
export const largeBlobs = async (git: RuleGit, range: NewCommits, bytes: number): Promise<string[]> => {
  const listed = await git.run(["rev-list", "--objects", ...revisions(range)]);
  const format = "--batch-check=%(objecttype) %(objectsize) %(rest)";
  const found = await git.run(["cat-file", format], { input: listed });
  return found.split("\n").flatMap((line) => {
    const [, size, path = ""] = /^blob (\d+) (.*)$/.exec(line) ?? [];
    return size !== undefined && Number(size) > bytes ? [path] : [];
  });
};
