import type { PersonReview } from "../core/snapshot/snapshot.ts";
import { reviewKey } from "../core/todo/observe/people.ts";
import type { GitHub } from "./client.ts";
import { type RawReview, type RawThread, type ReviewNode, readSaid } from "./reviews-query.ts";
import { isOurs, isPersons, markOf } from "./voices.ts";

/** What was read of one pull request: people's reviews, and how many threads are open that count. */
export interface Heard {
  readonly reviews: readonly PersonReview[];
  readonly unresolved: number;
  /** Ids of reviews of ours that there are twice, but for the first of each. */
  readonly twice: readonly number[];
}

/**
 * Reads what people with write access say of these pull requests; reviews of ours, of
 * bots and of strangers are none of theirs.
 */
export const readPeople = async (github: GitHub, numbers: readonly number[]): Promise<Map<number, Heard>> =>
  new Map([...(await readSaid(github, numbers))].map(([number, said]) => [number, heardIn(said)]));

type Thread = PersonReview["threads"][number];
/** People's reviews as they are put together, by id. */
type Found = Map<
  string,
  { readonly review: RawReview; readonly threads: Thread[]; readonly isOpinion: boolean }
>;

const heardIn = ({ opinions, threads, standing }: ReviewNode): Heard => {
  const found: Found = new Map();
  const ours = reviewsIn({ opinions, threads }).filter(isOurs);
  for (const review of opinions) if (isPersons(review)) noted(found, review, true);
  let unresolved = 0;
  for (const thread of threads) {
    const said = saidIn(thread, { ours, found });
    if (said && !thread.isResolved) unresolved += 1;
  }
  const reviews = [...found.values()].map(asPersons);
  return {
    reviews: reviews.sort((a, b) => a.at.localeCompare(b.at) || a.key.localeCompare(b.key)),
    unresolved,
    twice: twiceIn(standing.filter(isOurs)),
  };
};

/** Reviews with the same mark are of one create. */
const twiceIn = (ours: readonly RawReview[]): number[] => {
  const marks = new Set<string>();
  return ours.flatMap(({ body, databaseId }) => {
    const mark = markOf(body);
    if (mark !== null && marks.has(mark) && databaseId != null) return [databaseId];
    if (mark !== null) marks.add(mark);
    return [];
  });
};

/** All reviews that are to be seen, in any order. */
const reviewsIn = ({ opinions, threads }: Pick<ReviewNode, "opinions" | "threads">): RawReview[] => [
  ...opinions,
  ...threads.flatMap(({ comments }) =>
    comments.nodes.flatMap(({ pullRequestReview }) => pullRequestReview ?? []),
  ),
];

/** Notes what people say in a thread; answers whether anybody does who counts, we ourselves among them. */
const saidIn = (
  thread: RawThread,
  { ours, found }: { ours: readonly RawReview[]; found: Found },
): boolean => {
  const [first, ...answers] = thread.comments.nodes;
  const root = first?.pullRequestReview;
  if (!first || !root || isSettled(thread, ours)) return false;
  const { path, line } = thread;
  let counts = ours.some(({ id }) => id === root.id);
  if (!thread.isResolved && isPersons(root)) {
    noted(found, root).threads.push({ path, line, body: first.body, to: null });
    counts = true;
  }
  for (const { body, pullRequestReview: review } of answers) {
    // Who approves asks for nothing in the same breath.
    if (!review || review.state === "APPROVED" || !isPersons(review)) continue;
    noted(found, review).threads.push({ path, line, body, to: first.body });
    counts = true;
  }
  return counts;
};

/** A person who resolves a thread settles all that is said in it; we resolve what an approval answers, and no more. */
const isSettled = ({ isResolved, resolvedBy }: RawThread, ours: readonly RawReview[]): boolean =>
  isResolved && resolvedBy !== null && !ours.some(({ author }) => author?.login === resolvedBy.login);

const noted = (found: Found, review: RawReview, isOpinion = false) => {
  const known = found.get(review.id) ?? { review, threads: [], isOpinion };
  found.set(review.id, known);
  return known;
};

/** A decision counts while it is its author's latest; the threads of an earlier review are what is left of it. */
const asPersons = ({
  review,
  threads,
  isOpinion,
}: Found extends Map<string, infer One> ? One : never): PersonReview => {
  const { id, state, body, submittedAt, author, commit } = review;
  return {
    key: reviewKey(id),
    by: author?.login ?? "",
    at: submittedAt ?? "",
    commit: commit?.oid ?? null,
    decision: isOpinion ? decisionOf(state) : "comment",
    body,
    threads,
  };
};

const decisionOf = (state: RawReview["state"]): PersonReview["decision"] => {
  switch (state) {
    case "APPROVED":
      return "approve";
    case "CHANGES_REQUESTED":
      return "request_changes";
    case "COMMENTED":
    case "DISMISSED":
    case "PENDING":
      return "comment";
    default:
      return state satisfies never;
  }
};
