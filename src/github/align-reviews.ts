import { reviewKey } from "../core/todo/observe/people.ts";
import type { Alignment } from "../steps/ports.ts";
import { at, type GitHub, statusOf } from "./client.ts";
import { type RawReview, type RawThread, readSaid, resolveThread } from "./reviews-query.ts";
import { isMarked, newVoices, type Voices } from "./voices.ts";

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
  const voices = newVoices(reviewer);
  for (const thread of approved ? said.threads : [])
    if (!thread.isResolved && (await isAnswered(thread, answered, voices)))
      await resolveThread(reviewer, thread.id);
  const contrary = approved ? "CHANGES_REQUESTED" : "APPROVED";
  const standing = await voices.ours(said.opinions.filter(({ state }) => state === contrary));
  return standing.length === 0 || (await dismissAll(bot, number, { contrary, why }));
};

/** All that counts in it is ours or was taken up before the approval; a later answer keeps it open. */
const isAnswered = async (
  { comments }: RawThread,
  answered: readonly string[],
  voices: Voices,
): Promise<boolean> => {
  const reviews = comments.nodes.flatMap(({ pullRequestReview }) => pullRequestReview ?? []);
  const ours = await voices.ours(reviews);
  const isHeard = (review: RawReview) => ours.includes(review) || answered.includes(reviewKey(review.id));
  if (!reviews.some(isHeard)) return false;
  for (const review of reviews) if (!isHeard(review) && (await voices.isPersons(review))) return false;
  return true;
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
