import type { GitRepository } from "../git/repository.ts";
import type { Pull } from "./table.ts";

export const branchRef = (branch: string): string => `refs/heads/${branch}`;

/** Where the branches of pull requests are now; a branch that is gone is missing. Starts no process. */
export const readBranches = async (
  git: GitRepository,
  pulls: readonly Pick<Pull, "head_ref" | "base_ref">[],
): Promise<Map<string, string>> => {
  const names = new Set(pulls.flatMap(({ head_ref, base_ref }) => [head_ref, base_ref]));
  const read = async (name: string) => [name, await git.readRef(branchRef(name))] as const;
  const pairs = await Promise.all([...names].map(read));
  return new Map(pairs.flatMap(([name, sha]) => (sha === null ? [] : [[name, sha] as const])));
};

/** Those of the commits that are in the base's history. Starts one process. */
export const reachableFrom = async (
  git: GitRepository,
  base: string,
  shas: readonly string[],
): Promise<Set<string>> => {
  if (shas.length === 0) return new Set();
  const input = [`^${base}`, ...shas].join("\n");
  const outside = new Set((await git.run(["rev-list", "--stdin"], { input: `${input}\n` })).split("\n"));
  return new Set(shas.filter((sha) => !outside.has(sha)));
};
