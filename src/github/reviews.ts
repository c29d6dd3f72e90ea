import { noteMarker } from "../core/snapshot/marker.ts";
import type { ReviewContent } from "../steps/ports.ts";
import { at, createOnce, type GitHub, says, statusOf } from "./client.ts";
import { mayWrite } from "./rights.ts";

/**
 * Posts a review unless it is there already; answers whether the forge took it as a formal one. One of `isOwn` work is a
 * comment: GitHub would refuse anything else.
 */
export const postReview = async (
  github: GitHub,
  pull_number: number,
  { name, isNew, event, body, commit, comments, isOwn }: ReviewContent & { readonly isOwn: boolean },
): Promise<boolean> => {
  const marker = noteMarker(name);
  /** Anybody may copy a mark. */
  const isTrusted = async (user: { login: string; type: string } | null): Promise<boolean> =>
    user !== null && (user.type === "Bot" || (await mayWrite(github, user.login)));
  const find = async (): Promise<{ state: string } | null> => {
    const all = await github.octokit.paginate(github.octokit.rest.pulls.listReviews, {
      ...at(github),
      pull_number,
      per_page: 100,
    });
    for (const review of all)
      if (review.body.includes(marker) && (await isTrusted(review.user))) return review;
    return null;
  };
  const found = isNew ? null : await find();
  if (found) return isFormal(found);
  const create = async (as: ReviewContent["event"] | "COMMENT"): Promise<{ state: string }> => {
    const { data } = await github.octokit.rest.pulls.createReview({
      ...at(github),
      pull_number,
      event: as,
      body: `${as === "COMMENT" ? words[event] : ""}${body}\n\n${marker}`,
      commit_id: commit,
      comments: comments.map(({ path, line, body: text }) => ({ path, line, side: "RIGHT", body: text })),
      request: { retries: 0 },
    });
    return data;
  };
  try {
    return isFormal(await createOnce({ create: () => create(isOwn ? "COMMENT" : event), find }));
  } catch (error) {
    if (!isOwnWork(error)) throw error;
    return isFormal(await createOnce({ create: () => create("COMMENT"), find }));
  }
};

const isFormal = ({ state }: { state: string }): boolean => state !== "COMMENTED";

/** Nobody judges their own pull request, and a job's token approves only where it is let. */
const isOwnWork = (error: unknown): boolean =>
  statusOf(error) === 422 &&
  (says(error, "on your own pull request") ||
    says(error, "approve your own pull request") ||
    says(error, "not permitted to approve pull requests"));

/** What a comment has to say itself, which a formal review says by its state. */
const words: Readonly<Record<ReviewContent["event"], string>> = {
  APPROVE: "**Approved.** (A comment: GitHub lets nobody approve their own pull request.)\n\n",
  REQUEST_CHANGES:
    "**Changes requested.** (A comment: GitHub lets nobody request changes on their own pull request.)\n\n",
};

/** Dismisses a review; where the forge does not let us, it stays. */
export const dismissReview = async (
  github: GitHub,
  pull_number: number,
  { review: review_id, why: message }: { review: number; why: string },
): Promise<void> => {
  try {
    await github.octokit.rest.pulls.dismissReview({ ...at(github), pull_number, review_id, message });
  } catch (error) {
    const status = statusOf(error);
    if (status !== 403 && status !== 404 && status !== 422) throw error;
  }
};
