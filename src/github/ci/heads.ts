import { z } from "zod";
import { isOwnCheck } from "../../core/ci/seen.ts";
import type { ReadHeads } from "../../steps/ci-heads.ts";
import { type GitHub, statusOf } from "../client.ts";
import { forgeExcuse } from "../explain.ts";
import { askRepository } from "../repository-query.ts";
import { checkOf, isOfChange, type RawContext, rollupFields, rollupSchema } from "./contexts.ts";

const pull = z.object({
  headRefOid: z.string(),
  isInMergeQueue: z.boolean(),
  commits: z.object({ nodes: z.array(z.object({ commit: z.object({ committedDate: z.string() }) })) }),
  statusCheckRollup: rollupSchema,
});
type RawPull = z.output<typeof pull>;

const base = z.object({ target: z.object({ oid: z.string(), statusCheckRollup: rollupSchema }) }).nullable();

const answer = z.object({
  repository: z.object({ base: base.optional() }).catchall(pull.nullable()),
});

/** Pull requests asked about in one request. */
const batch = 25;

/** What the repository's own CI says of the heads of pull requests, and whether it says anything of their base. */
export const readHeads =
  (github: GitHub): ReadHeads =>
  async (branch, numbers) => {
    try {
      return await readAll(github, branch, numbers);
    } catch (error) {
      if (error instanceof Error && isRefusal(error)) return { unread: error.message };
      throw error;
    }
  };

const isRefusal = (error: Error): boolean =>
  (statusOf(error) === 403 && forgeExcuse(error) === null) || /not accessible|Must have/.test(error.message);

const readAll = async (
  github: GitHub,
  branch: string,
  numbers: readonly number[],
): Promise<Extract<Awaited<ReturnType<ReadHeads>>, { heads: unknown }>> => {
  const heads = new Map<number, Awaited<ReturnType<typeof headOf>>>();
  let runsOnBase = false;
  for (let from = 0; from < numbers.length; from += batch) {
    const some = numbers.slice(from, from + batch);
    const fields = some.map((number) => pullField(number));
    const { repository } = answer.parse(
      await askRepository(github, [...(from === 0 ? [baseField(branch)] : []), ...fields]),
    );
    const { base: at, ...pulls } = repository;
    runsOnBase ||= (at?.target.statusCheckRollup?.contexts.nodes ?? []).some(isRepositorys);
    for (const number of some) {
      const found = pulls[`p${number}`];
      if (found) heads.set(number, await headOf(github, number, found));
    }
  }
  return { heads, runsOnBase };
};

const isRepositorys = (raw: RawContext): boolean => isOfChange(raw) && !isOwnCheck(checkOf(raw));

const headOf = async (github: GitHub, number: number, raw: RawPull) => ({
  head: raw.headRefOid,
  at: raw.commits.nodes[0]?.commit.committedDate ?? new Date(0).toISOString(),
  checks: (await allContexts(github, number, raw)).map(checkOf),
  runs: null,
  isQueued: raw.isInMergeQueue,
});

const allContexts = async (github: GitHub, number: number, first: RawPull): Promise<RawContext[]> => {
  const all: RawContext[] = [];
  for (let rollup = first.statusCheckRollup; rollup; ) {
    all.push(...rollup.contexts.nodes);
    const { hasNextPage, endCursor } = rollup.contexts.pageInfo;
    if (!hasNextPage || endCursor === null) break;
    const { repository } = answer.parse(await askRepository(github, [pullField(number, endCursor)]));
    rollup = repository[`p${number}`]?.statusCheckRollup ?? null;
  }
  return all;
};

const pullField = (number: number, after: string | null = null): string =>
  `p${number}: pullRequest(number: ${number}) {
    headRefOid isInMergeQueue
    commits(last: 1) { nodes { commit { committedDate } } }
    ${rollupFields(number, after)}
  }`;

const baseField = (branch: string): string =>
  `base: ref(qualifiedName: ${JSON.stringify(`refs/heads/${branch}`)}) {
    target { oid ... on Commit { ${rollupFields(null)} } }
  }`;
