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

/** How often a reaction was given. */
export interface ReactionCount {
  readonly content: ReactionContent;
  readonly count: number;
}

/** How often each reaction was given to one thing: GitHub's `reaction-rollup`. */
export const rollupOf = (store: Store, { subject, id, url }: Reactable & { readonly url: string }) =>
  rollup(reactionCounts(store, { subject, ids: JSON.stringify([id]) }), url);

/** How often each reaction was given to many things of a kind, whose ids are a JSON list. */
export const reactionCounts = (
  store: Store,
  { subject, ids }: Pick<Reactable, "subject"> & { readonly ids: string },
): (ReactionCount & { readonly of_issue: number })[] =>
  store.all(
    `select subject_id as of_issue, content, count(*) as count from reactions
     where subject = ? and subject_id in (select value from json_each(?)) group by subject_id, content`,
    subject,
    ids,
  );

/** GitHub's `reaction-rollup`. */
export const rollup = (counts: readonly ReactionCount[], url: string) => {
  const of = (content: ReactionContent) => counts.find((row) => row.content === content)?.count ?? 0;
  return {
    url,
    total_count: counts.reduce((sum, { count }) => sum + count, 0),
    ...Object.fromEntries(reactionContents.map((content) => [content, of(content)])),
  };
};
