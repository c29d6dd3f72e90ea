import type { GitRepository } from "../git/repository.ts";
import type { Store } from "../store.ts";
import { codeOwnersFiles, ownersOf } from "./code-owners.ts";
import { isSigned, readNewCommits } from "./commits.ts";

/** Two commits of a repository: what a pull request would bring. */
interface Compared {
  readonly repository_id: number;
  readonly base_sha: string;
  readonly head_sha: string;
}

/** What git knows of a pull request that rules ask for. */
export interface RuleFacts {
  /** Whether its base has commits that its head has not. */
  readonly isBehind: boolean;
  readonly isSigned: boolean;
  /** Of each list of owners of changed files, their logins. */
  readonly owners: readonly string[][];
}

export const knownFacts = (store: Store, compared: Compared): RuleFacts | null => {
  const row = store.get<{ facts: string }>(
    "select facts from merge_facts where repository_id = ? and base_sha = ? and head_sha = ?",
    compared.repository_id,
    compared.base_sha,
    compared.head_sha,
  );
  return row ? JSON.parse(row.facts) : null;
};

/** Asks git once for each pair of commits. */
export const factsOf = async (
  { store, git }: { store: Store; git: GitRepository },
  compared: Compared,
): Promise<RuleFacts> => {
  const known = knownFacts(store, compared);
  if (known) return known;
  const facts = await readFacts(git, compared);
  store.transaction(() =>
    store.run(
      "insert or ignore into merge_facts (repository_id, base_sha, head_sha, facts) values (?, ?, ?, ?)",
      compared.repository_id,
      compared.base_sha,
      compared.head_sha,
      JSON.stringify(facts),
    ),
  );
  return facts;
};

const readFacts = async (git: GitRepository, { base_sha, head_sha }: Compared): Promise<RuleFacts> => {
  const [ahead, commits, changed, codeOwners] = await Promise.all([
    git.attempt(["merge-base", "--is-ancestor", base_sha, head_sha]),
    readNewCommits(git, { to: head_sha, not: [base_sha] }),
    git.attempt(["diff", "--name-only", "-z", `${base_sha}...${head_sha}`, "--"]),
    readCodeOwners(git, base_sha),
  ]);
  const paths = changed.stdout.split("\0").filter((path) => path !== "");
  return {
    isBehind: ahead.exitCode !== 0,
    isSigned: commits.every(isSigned),
    owners: ownersOf(codeOwners, paths),
  };
};

const readCodeOwners = async (git: GitRepository, commit: string): Promise<string> => {
  for (const path of codeOwnersFiles) {
    const object = await git.readObject(`${commit}:${path}`);
    if (object?.type === "blob") return object.content.toString();
  }
  return "";
};
