import { z } from "zod";
import { type Answer, created, listedPage, noContent, ok } from "../../answer.ts";
import type { RepositoryContext } from "../../context.ts";
import { forbidden, notFound } from "../../errors.ts";
import { nodeId } from "../../node-id.ts";
import type { Shown } from "../../repositories/shown.ts";
import type { Store } from "../../store.ts";
import { personView } from "../../user-view.ts";
import { type GivenReaction, type Reactable, reactionContents } from "./table.ts";

const content = z.enum(reactionContents);

/** How reactions are asked for, whatever they are to. */
export const listing = {
  method: "GET",
  needs: "read",
  query: z.object({ content: content.optional() }),
} as const;
export const reacting = { method: "POST", needs: "read", body: z.object({ content }) } as const;
export const removing = { method: "DELETE", needs: "read" } as const;

/** The reactions to something, of one content or of all. */
export const listReactions = (
  context: RepositoryContext<unknown, unknown, z.output<(typeof listing)["query"]>>,
  { subject, id }: Reactable,
): Answer => {
  const { store, page } = context;
  const { content } = context.query;
  const reactions = store
    .all<GivenReaction>(
      "select * from reactions where subject = ? and subject_id = ? order by id",
      subject,
      id,
    )
    .filter((reaction) => content === undefined || reaction.content === content);
  return listedPage(reactions, page, (reaction) => reactionView(context, reaction));
};

/** Adds a reaction; one that the user has given already is answered with 200. */
export const react = (
  context: RepositoryContext<unknown, z.output<(typeof reacting)["body"]>>,
  subject: Reactable,
): Answer =>
  context.store.transaction(() => {
    const { store, user, now } = context;
    const { content } = context.body;
    const by = user();
    const known = findReaction(store, { ...subject, user: by.id, content });
    if (known) return ok(reactionView(context, known));
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
    return created(reactionView(context, reaction));
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
  { store, user, params }: RepositoryContext<{ readonly reaction_id: string }>,
  { subject, id }: Reactable,
): Answer =>
  store.transaction(() => {
    const reaction = store.get<GivenReaction>(
      "select * from reactions where subject = ? and subject_id = ? and id = ?",
      subject,
      id,
      params.reaction_id,
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
