import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Evidence } from "../core/snapshot.ts";
import { at, type GitHub } from "./client.ts";
import { type ReadPull, readPull } from "./pulls.ts";

/** Times that a pull request is asked whether it can be merged while the forge is still computing it. */
const mostAsks = 20;
const pauseMs = 100;

/** What is read of a pull request before a milestone closes: the pull request anew, and its evidence. */
export interface Proof {
  readonly pull: ReadPull;
  readonly evidence: Evidence;
}

/** Reads each pull request anew: where its head is, whether it can be merged, what is unresolved in it. */
export const readProofs = async (github: GitHub, numbers: readonly number[]): Promise<Proof[]> => {
  const threads = await countThreads(github, numbers);
  const proofs: Proof[] = [];
  for (const number of numbers) {
    const { pull, mergeable } = await readMergeable(github, number);
    proofs.push({ pull, evidence: { mergeable, unresolvedThreads: threads.get(number) ?? 0 } });
  }
  return proofs;
};

const readMergeable = async (
  github: GitHub,
  pull_number: number,
): Promise<{ pull: ReadPull; mergeable: boolean | null }> => {
  for (let asks = 1; ; asks++) {
    const { data } = await github.octokit.rest.pulls.get({ ...at(github), pull_number });
    if (data.mergeable !== null || data.state !== "open" || asks === mostAsks) {
      return { pull: readPull(data), mergeable: data.mergeable };
    }
    await sleep(pauseMs * asks);
  }
};

const pullThreads = z.object({
  reviewThreads: z.object({
    nodes: z.array(z.object({ id: z.string(), isResolved: z.boolean() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
const answer = z.object({ repository: z.record(z.string(), pullThreads.nullable()) });

const batch = 50;

/** Unresolved threads by pull request, asked for fifty pull requests at a time. */
const countThreads = async (github: GitHub, numbers: readonly number[]): Promise<Map<number, number>> => {
  const counts = new Map<number, number>();
  for (let from = 0; from < numbers.length; from += batch) {
    const some = numbers.slice(from, from + batch);
    const fields = some.map(
      (number) => `p${number}: pullRequest(number: ${number}) { ${threadsField("null")} }`,
    );
    const { repository } = answer.parse(await ask(github, fields.join("\n")));
    for (const number of some) {
      const pull = repository[`p${number}`];
      if (!pull) continue;
      const isAll = !pull.reviewThreads.pageInfo.hasNextPage;
      counts.set(number, (isAll ? unresolvedIn(pull) : await unresolvedThreads(github, number)).length);
    }
  }
  return counts;
};

/** Ids of the unresolved review threads of one pull request. */
export const unresolvedThreads = async (github: GitHub, number: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let after = "null"; ; ) {
    const field = `p: pullRequest(number: ${number}) { ${threadsField(after)} }`;
    const pull = answer.parse(await ask(github, field)).repository.p;
    if (!pull) return ids;
    ids.push(...unresolvedIn(pull));
    const { hasNextPage, endCursor } = pull.reviewThreads.pageInfo;
    if (!hasNextPage) return ids;
    after = JSON.stringify(endCursor);
  }
};

export const resolveThread = async (github: GitHub, threadId: string): Promise<void> => {
  const mutation = `mutation($threadId: ID!) { resolveReviewThread(input: { threadId: $threadId }) { thread { id } } }`;
  await github.octokit.graphql(mutation, { threadId });
};

const threadsField = (after: string): string =>
  `reviewThreads(first: 100, after: ${after}) { nodes { id isResolved } pageInfo { hasNextPage endCursor } }`;

const ask = (github: GitHub, fields: string): Promise<unknown> =>
  github.octokit.graphql(
    `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields} } }`,
    { owner: github.owner, name: github.repo },
  );

const unresolvedIn = (pull: z.output<typeof pullThreads>): string[] =>
  pull.reviewThreads.nodes.filter(({ isResolved }) => !isResolved).map(({ id }) => id);
