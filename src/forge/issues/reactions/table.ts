import type { Store } from "../../store.ts";

/** The reactions that GitHub has, in its order. */
export const reactionContents = [
  "+1",
  "-1",
  "laugh",
  "confused",
  "heart",
  "hooray",
  "rocket",
  "eyes",
] as const;

export type ReactionContent = (typeof reactionContents)[number];

export type ReactionSubject = "issue" | "comment" | "review_comment";

/** How often each reaction was given: GitHub's `reaction-rollup`. */
export const rollupOf = (
  store: Store,
  { subject, id, url }: { subject: ReactionSubject; id: number; url: string },
) => {
  const counts = store.all<{ content: ReactionContent; count: number }>(
    "select content, count(*) as count from reactions where subject = ? and subject_id = ? group by content",
    subject,
    id,
  );
  const of = (content: ReactionContent) => counts.find((row) => row.content === content)?.count ?? 0;
  return {
    url,
    total_count: counts.reduce((sum, { count }) => sum + count, 0),
    ...Object.fromEntries(reactionContents.map((content) => [content, of(content)])),
  };
};
