import type { GitRepository } from "../git/repository.ts";
import { isForeign, type Pull } from "./table.ts";

export const branchRef = (branch: string): string => `refs/heads/${branch}`;

/** Where the base's repository has a pull request's head: its own branch, or what it fetched of another's. */
export const headRef = (
  pull: Pick<Pull, "number" | "repository_id" | "head_repository_id" | "head_ref">,
): string => (isForeign(pull) ? `refs/pull/${pull.number}/head` : branchRef(pull.head_ref));

/** Where the refs of pull requests are now; one that is gone is missing. Starts no process. */
export const readSides = async (git: GitRepository, pulls: readonly Pull[]): Promise<Map<string, string>> => {
  const refs = new Set(pulls.flatMap((pull) => [headRef(pull), branchRef(pull.base_ref)]));
  const read = async (ref: string) => [ref, await git.readRef(ref)] as const;
  const pairs = await Promise.all([...refs].map(read));
  return new Map(pairs.flatMap(([ref, sha]) => (sha === null ? [] : [[ref, sha] as const])));
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
