import { readCommit } from "../git/commit.ts";
import type { GitRepository } from "../git/repository.ts";
import type { Store } from "../store.ts";

/** Two commits of a repository: what a pull request compares. */
export interface Comparison {
  readonly repository_id: number;
  readonly base_sha: string;
  readonly head_sha: string;
}

/** How much a pull request changes, since its merge base. */
export interface Counts {
  readonly commits: number;
  readonly additions: number;
  readonly deletions: number;
  readonly changed_files: number;
}

/** Counts what a pull request changes, once for each pair of commits; `null` when they share no history. */
export const countsOf = async (
  { store, git }: { store: Store; git: GitRepository },
  compared: Comparison,
): Promise<Counts | null> => {
  const known = store.get<Counts>(
    `select commits, additions, deletions, changed_files from comparisons
     where repository_id = ? and base_sha = ? and head_sha = ?`,
    compared.repository_id,
    compared.base_sha,
    compared.head_sha,
  );
  if (known) return known;
  const counts = await countInGit(git, compared);
  if (counts) store.transaction(() => insertCounts(store, compared, counts));
  return counts;
};

const countInGit = async (git: GitRepository, { base_sha, head_sha }: Comparison): Promise<Counts | null> => {
  const one = await statOfOne(git, { base_sha, head_sha });
  if (one !== null) return countsIn(1, one);
  const range = `${base_sha}..${head_sha}`;
  const [commits, diff] = await Promise.all([
    git.run(["rev-list", "--count", range]),
    git.attempt(["diff", "--shortstat", "-M", `${base_sha}...${head_sha}`, "--"]),
  ]);
  return diff.exitCode === 0 ? countsIn(Number(commits), diff.stdout) : null;
};

/** What one commit right on top of the base changes, counted without starting a process; `null` for anything else. */
const statOfOne = async (
  git: GitRepository,
  { base_sha, head_sha }: Pick<Comparison, "base_sha" | "head_sha">,
): Promise<string | null> => {
  const [base, head] = await Promise.all([readCommit(git, base_sha), readCommit(git, head_sha)]);
  if (!base || head?.parents.length !== 1 || head.parents[0] !== base_sha) return null;
  return await git.compare(["--shortstat", "-M"], base.tree, head.tree);
};

const countsIn = (commits: number, shortstat: string): Counts => ({
  commits,
  additions: numberBefore(shortstat, "insertion"),
  deletions: numberBefore(shortstat, "deletion"),
  changed_files: numberBefore(shortstat, "file"),
});

const numberBefore = (text: string, word: string): number =>
  Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1] ?? 0);

const insertCounts = (
  store: Store,
  { repository_id, base_sha, head_sha }: Comparison,
  counts: Counts,
): void => {
  store.run(
    `insert or ignore into comparisons
       (repository_id, base_sha, head_sha, commits, additions, deletions, changed_files) values (?, ?, ?, ?, ?, ?, ?)`,
    repository_id,
    base_sha,
    head_sha,
    counts.commits,
    counts.additions,
    counts.deletions,
    counts.changed_files,
  );
};
