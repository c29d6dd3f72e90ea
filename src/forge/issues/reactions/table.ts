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

/** What a reaction is given to; `id` is the database id. */
export interface Reactable {
  readonly subject: "issue" | "comment" | "review_comment";
  readonly id: number;
}

export interface GivenReaction {
  readonly id: number;
  readonly user_id: number;
  readonly content: ReactionContent;
  readonly created_at: string;
}

/** How often each reaction was given: GitHub's `reaction-rollup`. */
export const rollupOf = (store: Store, { subject, id, url }: Reactable & { readonly url: string }) => {
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
