import { reviewKey } from "../core/todo/observe/people.ts";
import type { Alignment } from "../steps/ports.ts";
import { at, type GitHub, statusOf } from "./client.ts";
import { type RawReview, type RawThread, readSaid, resolveThreads } from "./reviews-query.ts";
import { isMarked, isOurs, isPersons } from "./voices.ts";

/** Who may do what: a person's approval is carried out by whoever writes, a thread is resolved by who opened it. */
interface Hands {
  readonly bot: GitHub;
  readonly reviewer: GitHub;
}

/**
 * Brings what our own reviews say of a pull request in line with a decision about it. Of threads it resolves those that
 * an approval answers; of our opinions it dismisses the standing one that says the contrary, as no later review of ours
 * takes its place. Answers whether none is left that the forge would not let us dismiss.
 */
export const alignReviews = async (
  { bot, reviewer }: Hands,
  number: number,
  { approved, answered, why }: Alignment,
): Promise<boolean> => {
  const said = (await readSaid(reviewer, [number])).get(number);
  if (!said) return true;
  const settled = approved
    ? said.threads.filter((thread) => !thread.isResolved && isAnswered(thread, answered))
    : [];
  await resolveThreads(
    reviewer,
    settled.map(({ id }) => id),
  );
  const contrary = approved ? "CHANGES_REQUESTED" : "APPROVED";
  const standing = said.opinions.filter((review) => review.state === contrary && isOurs(review));
  return standing.length === 0 || (await dismissAll(bot, number, { contrary, why }));
};

/** All that counts in it is ours or was taken up before the approval; a later answer keeps it open. */
const isAnswered = ({ comments }: RawThread, answered: readonly string[]): boolean => {
  const reviews = comments.nodes.flatMap(({ pullRequestReview }) => pullRequestReview ?? []);
  const isHeard = (review: RawReview) => isOurs(review) || answered.includes(reviewKey(review.id));
  return reviews.some(isHeard) && reviews.every((review) => isHeard(review) || !isPersons(review));
};

/**
 * Dismisses our opinions of that state, earlier ones too: none must come back in place of the latest. That takes write
 * access, and on a protected branch maybe more: then a person has to do it.
 */
const dismissAll = async (
  github: GitHub,
  pull_number: number,
  { contrary, why }: { contrary: RawReview["state"]; why: string },
): Promise<boolean> => {
  const all = await github.octokit.paginate(github.octokit.rest.pulls.listReviews, {
    ...at(github),
    pull_number,
    per_page: 100,
  });
  const ids = all.filter(({ state, body }) => state === contrary && isMarked(body)).map(({ id }) => id);
  try {
    for (const review_id of ids)
      await github.octokit.rest.pulls.dismissReview({ ...at(github), pull_number, review_id, message: why });
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === 403 || status === 404 || status === 422) return false;
    throw error;
  }
};
