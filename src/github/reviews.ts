import { noteMarker } from "../core/marker.ts";
import type { ReviewContent } from "../steps/ports.ts";
import { at, createOnce, type GitHub } from "./client.ts";

/** Posts a review unless it is there already. */
export const postReview = async (
  github: GitHub,
  pull_number: number,
  { name, isNew, event, body, commit, comments }: ReviewContent,
): Promise<void> => {
  const marker = noteMarker(name);
  const find = async (): Promise<true | null> => {
    const all = await github.octokit.paginate(github.octokit.rest.pulls.listReviews, {
      ...at(github),
      pull_number,
      per_page: 100,
    });
    return all.some((review) => review.body.includes(marker)) || null;
  };
  if (!isNew && (await find())) return;
  const create = async (): Promise<true> => {
    await github.octokit.rest.pulls.createReview({
      ...at(github),
      pull_number,
      event,
      body: `${body}\n\n${marker}`,
      commit_id: commit,
      comments: comments.map(({ path, line, body: text }) => ({ path, line, side: "RIGHT", body: text })),
      request: { retries: 0 },
    });
    return true;
  };
  await createOnce({ create, find });
};
