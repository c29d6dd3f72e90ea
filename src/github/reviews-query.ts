import { z } from "zod";
import type { GitHub } from "./client.ts";
import { mutateAll } from "./mutations.ts";
import { askRepository, isTooMuch } from "./repository-query.ts";

const actor = z.object({ __typename: z.string(), login: z.string() }).nullable();

const review = z.object({
  id: z.string(),
  state: z.enum(["PENDING", "COMMENTED", "APPROVED", "CHANGES_REQUESTED", "DISMISSED"]),
  body: z.string(),
  submittedAt: z.string().nullable(),
  author: actor,
  /** Whether its author may write to the repository. */
  authorCanPushToRepository: z.boolean(),
  commit: z.object({ oid: z.string() }).nullable(),
  databaseId: z.int().nullish(),
});
export type RawReview = z.output<typeof review>;

const thread = z.object({
  id: z.string(),
  isResolved: z.boolean(),
  /** `null` also where an App resolved it: it is no user. */
  resolvedBy: z.object({ login: z.string() }).nullable(),
  path: z.string(),
  line: z.int().nullable(),
  /** The first opens the thread, the others answer it, each in a review of its own or with others of its author. */
  comments: z.object({
    nodes: z.array(z.object({ body: z.string(), pullRequestReview: review.nullable() })),
  }),
});
export type RawThread = z.output<typeof thread>;

const pull = z.object({
  latestOpinionatedReviews: z.object({ nodes: z.array(review) }).optional(),
  reviews: z.object({ nodes: z.array(review) }).optional(),
  reviewThreads: z.object({
    nodes: z.array(thread),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});
const answer = z.record(z.string(), pull.nullable());

/** What is said in a pull request: each writer's latest opinion, and the threads that may still ask for something. */
export interface ReviewNode {
  readonly opinions: readonly RawReview[];
  /** The last ones that approve or ask for changes, the earliest first. */
  readonly standing: readonly RawReview[];
  /** Those that nobody has resolved, and resolved ones in which somebody answered. */
  readonly threads: readonly RawThread[];
}

/** Pull requests asked about in one request, unless the forge finds that too much. */
const batch = 20;

/** What is said in these pull requests, twenty to a request; more requests only where there are many threads. */
export const readSaid = async (
  github: GitHub,
  numbers: readonly number[],
): Promise<Map<number, ReviewNode>> => {
  const said = new Map<number, ReviewNode>();
  for (let from = 0; from < numbers.length; from += batch)
    for (const { number, found } of await readPulls(github, numbers.slice(from, from + batch)))
      said.set(number, await whole(github, number, found));
  return said;
};

type RawPull = z.output<typeof pull>;

/** Halved until the forge answers: what it takes for too much depends on its load as well. */
const readPulls = async (
  github: GitHub,
  numbers: readonly number[],
): Promise<{ number: number; found: RawPull }[]> => {
  const fields = numbers.map((number) => field(number, `${opinions} ${standing} ${threadsAfter(null)}`));
  try {
    const all = answer.parse(await askRepository(github, Object.fromEntries(fields)));
    return numbers.flatMap((number) => {
      const found = all[`p${number}`];
      return found ? [{ number, found }] : [];
    });
  } catch (error) {
    if (!isTooMuch(error) || numbers.length === 1) throw error;
    const half = Math.ceil(numbers.length / 2);
    return [
      ...(await readPulls(github, numbers.slice(0, half))),
      ...(await readPulls(github, numbers.slice(half))),
    ];
  }
};

const whole = async (github: GitHub, number: number, first: RawPull): Promise<ReviewNode> => {
  const threads = speakingIn(first);
  for (let { pageInfo } = first.reviewThreads; pageInfo.hasNextPage; ) {
    const more = Object.fromEntries([field(number, threadsAfter(pageInfo.endCursor))]);
    const next = answer.parse(await askRepository(github, more))[`p${number}`];
    if (!next) break;
    threads.push(...speakingIn(next));
    pageInfo = next.reviewThreads.pageInfo;
  }
  return {
    opinions: first.latestOpinionatedReviews?.nodes ?? [],
    standing: first.reviews?.nodes ?? [],
    threads,
  };
};

const speakingIn = ({ reviewThreads }: z.output<typeof pull>): RawThread[] =>
  reviewThreads.nodes.filter(({ isResolved, comments }) => !isResolved || comments.nodes.length > 1);

const field = (number: number, fields: string): [name: string, field: string] => [
  `p${number}`,
  `pullRequest(number: ${number}) { ${fields} }`,
];

const reviewFields =
  "id state body submittedAt author { __typename login } authorCanPushToRepository commit { oid }";

/** Only of people who may write, so that a crowd of strangers hides nobody. */
const opinions = `latestOpinionatedReviews(first: 100, writersOnly: true) { nodes { ${reviewFields} } }`;

const standing = `reviews(last: 20, states: [APPROVED, CHANGES_REQUESTED]) { nodes { ${reviewFields} databaseId } }`;

/** At most a hundred comments of a thread are read. */
const threadsAfter = (after: string | null): string =>
  `reviewThreads(first: 50, after: ${JSON.stringify(after)}) {
    nodes {
      id isResolved resolvedBy { login } path line
      comments(first: 100) { nodes { body pullRequestReview { ${reviewFields} } } }
    }
    pageInfo { hasNextPage endCursor }
  }`;

export const resolveThreads = async (github: GitHub, ids: readonly string[]): Promise<void> => {
  const ended = await mutateAll(
    github,
    ids.map((threadId) => ({ name: "resolveReviewThread", input: { threadId } })),
  );
  const failed = ended.find(({ refused }) => refused !== null);
  if (failed) throw failed.refused;
};
