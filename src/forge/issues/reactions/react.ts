import { z } from "zod";
import { type Answer, created, listed, noContent, ok } from "../../answer.ts";
import type { RepositoryContext } from "../../context.ts";
import { forbidden, notFound } from "../../errors.ts";
import { nodeId } from "../../node-id.ts";
import { pageItems } from "../../pagination.ts";
import type { Shown } from "../../repositories/shown.ts";
import type { Store } from "../../store.ts";
import { personView } from "../../user-view.ts";
import { type GivenReaction, type Reactable, reactionContents } from "./table.ts";

export const reactionBody = z.object({ content: z.enum(reactionContents) });
export const reactionQuery = z.object({ content: z.enum(reactionContents).optional() });

/** The reactions to something, of one content or of all. */
export const listReactions = (
  { store, repository, page, urls }: RepositoryContext,
  { subject, id }: Reactable,
  content: string | undefined,
): Answer => {
  const reactions = store
    .all<GivenReaction>(
      "select * from reactions where subject = ? and subject_id = ? order by id",
      subject,
      id,
    )
    .filter((reaction) => content === undefined || reaction.content === content);
  const views = pageItems(reactions, page).map((reaction) =>
    reactionView({ store, repository, urls }, reaction),
  );
  return listed(views, page, reactions.length);
};

/** Adds a reaction; one that the user has given already is answered with 200. */
export const react = (
  { store, repository, user, now, urls }: RepositoryContext,
  subject: Reactable,
  content: string,
): Answer =>
  store.transaction(() => {
    const by = user();
    const known = findReaction(store, { ...subject, user: by.id, content });
    if (known) return ok(reactionView({ store, repository, urls }, known));
    store.run(
      "insert into reactions (subject, subject_id, user_id, content, created_at) values (?, ?, ?, ?, ?)",
      subject.subject,
      subject.id,
      by.id,
      content,
      now,
    );
    const reaction = findReaction(store, { ...subject, user: by.id, content });
    if (!reaction) throw notFound();
    return created(reactionView({ store, repository, urls }, reaction));
  });

const findReaction = (
  store: Store,
  { subject, id, user, content }: Reactable & { user: number; content: string },
): GivenReaction | undefined =>
  store.get<GivenReaction>(
    "select * from reactions where subject = ? and subject_id = ? and user_id = ? and content = ?",
    subject,
    id,
    user,
    content,
  );

/** Takes a reaction of the asker back. */
export const removeReaction = (
  { store, user }: RepositoryContext,
  { subject, id }: Reactable,
  reactionId: string,
): Answer =>
  store.transaction(() => {
    const reaction = store.get<GivenReaction>(
      "select * from reactions where subject = ? and subject_id = ? and id = ?",
      subject,
      id,
      reactionId,
    );
    if (!reaction) throw notFound();
    if (reaction.user_id !== user().id) throw forbidden();
    store.run("delete from reactions where id = ?", reaction.id);
    return noContent();
  });

const reactionView = (shown: Shown, reaction: GivenReaction) => ({
  id: reaction.id,
  node_id: nodeId("REA", reaction.id),
  user: personView(shown, reaction.user_id),
  content: reaction.content,
  created_at: reaction.created_at,
});
