import { reviewKey } from "../core/decide/people.ts";
import { noteMarker } from "../core/snapshot/marker.ts";
import type { PersonReview } from "../core/snapshot/snapshot.ts";
import type { GitHub } from "./client.ts";
import { type RawReview, type RawThread, readSaid, type Said } from "./reviews-query.ts";
import { mayWrite } from "./rights.ts";

/** What was read of one pull request: people's reviews, and how many threads are open that count. */
export interface Heard {
  readonly reviews: readonly PersonReview[];
  readonly unresolved: number;
}

/**
 * Reads what people with write access say of these pull requests (github-rules.md, section 7); reviews of ours, of
 * bots and of strangers are none of theirs.
 */
export const readPeople = async (github: GitHub, numbers: readonly number[]): Promise<Map<number, Heard>> => {
  const said = await readSaid(github, numbers);
  const rights = newRights(github);
  const heard = new Map<number, Heard>();
  for (const [number, one] of said) heard.set(number, await heardIn(one, rights));
  return heard;
};

/** Ids of the unresolved threads of our own reviews, and of people's reviews with these keys. */
export const threadsToResolve = async (
  github: GitHub,
  number: number,
  answered: readonly string[],
): Promise<string[]> => {
  const said = (await readSaid(github, [number])).get(number);
  const isAnswered = (thread: RawThread): boolean => {
    const review = reviewOf(thread);
    return review !== null && (isOurs(review) || answered.includes(reviewKey(review.id)));
  };
  return (said?.unresolved ?? []).filter(isAnswered).map(({ id }) => id);
};

type Rights = (review: RawReview) => Promise<boolean>;

/** Whether a review's author is a person who may write; asked once for each. */
const newRights = (github: GitHub): Rights => {
  const known = new Map<string, Promise<boolean>>();
  return async ({ author }) => {
    if (author?.__typename !== "User") return false;
    const asked = known.get(author.login) ?? mayWrite(github, author.login);
    known.set(author.login, asked);
    return await asked;
  };
};

const heardIn = async ({ opinions, unresolved }: Said, rights: Rights): Promise<Heard> => {
  const found = new Map<string, { review: RawReview; threads: RawThread[] }>();
  for (const review of opinions) found.set(review.id, { review, threads: [] });
  for (const thread of unresolved) {
    const review = reviewOf(thread);
    if (!review) continue;
    const known = found.get(review.id) ?? { review, threads: [] };
    found.set(review.id, { ...known, threads: [...known.threads, thread] });
  }
  const reviews: PersonReview[] = [];
  let count = 0;
  for (const { review, threads } of found.values()) {
    if (!isOurs(review) && !(isStanding(review) && (await rights(review)))) continue;
    count += threads.length;
    const isOpinion = opinions.some(({ id }) => id === review.id);
    if (!isOurs(review)) reviews.push(asPersons(review, { threads, isOpinion }));
  }
  const inTime = reviews.sort((a, b) => a.at.localeCompare(b.at) || a.key.localeCompare(b.key));
  return { reviews: inTime, unresolved: count };
};

const reviewOf = ({ comments }: RawThread): RawReview | null => comments.nodes[0]?.pullRequestReview ?? null;

const ourMark = noteMarker("review ").replace(" -->", "").trimEnd();

/** Our reviews carry our mark, whoever's token posted them. */
const isOurs = ({ body }: RawReview): boolean => body.includes(ourMark);

const isStanding = ({ state, submittedAt }: RawReview): boolean =>
  submittedAt !== null && state !== "PENDING" && state !== "DISMISSED";

/** A decision counts while it is its author's latest; the threads of an earlier review are what is left of it. */
const asPersons = (
  { id, state, body, submittedAt, author, commit }: RawReview,
  { threads, isOpinion }: { threads: readonly RawThread[]; isOpinion: boolean },
): PersonReview => ({
  key: reviewKey(id),
  by: author?.login ?? "",
  at: submittedAt ?? "",
  commit: commit?.oid ?? null,
  decision: isOpinion ? decisionOf(state) : "comment",
  body,
  threads: threads.map(({ path, line, comments }) => ({ path, line, body: comments.nodes[0]?.body ?? "" })),
});

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
