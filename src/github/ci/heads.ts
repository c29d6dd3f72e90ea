import { z } from "zod";
import { isOwnCheck } from "../../core/ci/seen.ts";
import type { QueuedHead, ReadChecks } from "../../steps/ci.ts";
import { type GitHub, statusOf } from "../client.ts";
import { forgeExcuse } from "../explain.ts";
import { askRepository } from "../repository-query.ts";
import { checkOf, isOfChange, type RawContext, rollupFields, rollupSchema } from "./contexts.ts";

const commit = z.object({
  committedDate: z.string(),
  checkSuites: z.object({ totalCount: z.int() }).nullable(),
});
const pull = z.object({
  headRefOid: z.string(),
  isInMergeQueue: z.boolean(),
  commits: z.object({ nodes: z.array(z.object({ commit })) }),
  statusCheckRollup: rollupSchema,
});
type RawPull = z.output<typeof pull>;

const base = z.object({ target: z.object({ oid: z.string(), statusCheckRollup: rollupSchema }) }).nullable();

const answer = z.object({ base: base.optional() }).catchall(pull.nullable());

/** Pull requests asked about in one request. */
export const batch = 25;

/** A refusal that says that the token may not read checks. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error &&
  ((statusOf(error) === 403 && forgeExcuse(error) === null) ||
    /not accessible|Must have/.test(error.message));

/** What checks say of the heads of pull requests, and whether they say anything of the head of their base. */
export const readHeads = async (
  github: GitHub,
  branch: string,
  numbers: readonly number[],
): Promise<ReadChecks> => {
  const heads = new Map<number, QueuedHead>();
  let runsOnBase = false;
  for (let from = 0; from === 0 || from < numbers.length; from += batch) {
    const some = numbers.slice(from, from + batch);
    const { base: at, ...pulls } = answer.parse(
      await askRepository(github, {
        ...(from === 0 ? { base: baseField(branch) } : {}),
        ...Object.fromEntries(some.map((number) => pullField(number))),
      }),
    );
    runsOnBase ||= (at?.target.statusCheckRollup?.contexts.nodes ?? []).some(isRepositorys);
    for (const number of some) {
      const found = pulls[`p${number}`];
      if (found) heads.set(number, await headOf(github, number, found));
    }
  }
  return { heads, runsOnBase };
};

const isRepositorys = (raw: RawContext): boolean => isOfChange(raw) && !isOwnCheck(checkOf(raw));

const headOf = async (github: GitHub, number: number, raw: RawPull): Promise<QueuedHead> => {
  const { committedDate, checkSuites } = raw.commits.nodes[0]?.commit ?? {};
  return {
    head: raw.headRefOid,
    at: committedDate ?? new Date(0).toISOString(),
    checks: (await allContexts(github, number, raw)).map(checkOf),
    // A workflow's run is a check suite: without any there is none to be asked for.
    runs: checkSuites?.totalCount === 0 ? [] : null,
    isQueued: raw.isInMergeQueue,
  };
};

const allContexts = async (github: GitHub, number: number, first: RawPull): Promise<RawContext[]> => {
  const all: RawContext[] = [];
  for (let rollup = first.statusCheckRollup; rollup; ) {
    all.push(...rollup.contexts.nodes);
    const { hasNextPage, endCursor } = rollup.contexts.pageInfo;
    if (!hasNextPage || endCursor === null) break;
    const more = Object.fromEntries([pullField(number, endCursor)]);
    rollup = answer.parse(await askRepository(github, more))[`p${number}`]?.statusCheckRollup ?? null;
  }
  return all;
};

const pullField = (number: number, after: string | null = null): [name: string, field: string] => [
  `p${number}`,
  `pullRequest(number: ${number}) {
    headRefOid isInMergeQueue
    commits(last: 1) { nodes { commit { committedDate checkSuites(first: 1) { totalCount } } } }
    ${rollupFields(number, after)}
  }`,
];

const baseField = (branch: string): string =>
  `ref(qualifiedName: ${JSON.stringify(`refs/heads/${branch}`)}) {
    target { oid ... on Commit { ${rollupFields(null)} } }
  }`;
