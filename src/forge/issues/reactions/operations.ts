import { z } from "zod";
import { type Answer, created, listed, noContent, ok } from "../../answer.ts";
import type { RepositoryContext } from "../../context.ts";
import { forbidden, notFound } from "../../errors.ts";
import { nodeId } from "../../node-id.ts";
import { type Operation, operation } from "../../operation.ts";
import { pageItems } from "../../pagination.ts";
import type { Shown } from "../../repositories/shown.ts";
import type { Store } from "../../store.ts";
import { personView } from "../../user-view.ts";
import { commentAt } from "../comments/table.ts";
import { issueAt } from "../table.ts";
import { type Reaction, reactionContents, type Subject } from "./table.ts";

const ofIssue = "/repos/{owner}/{repo}/issues/{issue_number}/reactions";
const ofComment = "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
const body = z.object({ content: z.enum(reactionContents) });
const query = z.object({ content: z.enum(reactionContents).optional() });

const listForIssue = operation({
  id: "reactions/list-for-issue",
  method: "GET",
  path: ofIssue,
  needs: "read",
  query,
  handle: (context) => list(context, issueSubject(context), context.query.content),
});

const createForIssue = operation({
  id: "reactions/create-for-issue",
  method: "POST",
  path: ofIssue,
  needs: "read",
  body,
  handle: (context) => react(context, issueSubject(context), context.body.content),
});

const deleteForIssue = operation({
  id: "reactions/delete-for-issue",
  method: "DELETE",
  path: "/repos/{owner}/{repo}/issues/{issue_number}/reactions/{reaction_id}",
  needs: "read",
  handle: (context) => remove(context, issueSubject(context), context.params.reaction_id),
});

const listForComment = operation({
  id: "reactions/list-for-issue-comment",
  method: "GET",
  path: ofComment,
  needs: "read",
  query,
  handle: (context) => list(context, commentSubject(context), context.query.content),
});

const createForComment = operation({
  id: "reactions/create-for-issue-comment",
  method: "POST",
  path: ofComment,
  needs: "read",
  body,
  handle: (context) => react(context, commentSubject(context), context.body.content),
});

const deleteForComment = operation({
  id: "reactions/delete-for-issue-comment",
  method: "DELETE",
  path: "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}",
  needs: "read",
  handle: (context) => remove(context, commentSubject(context), context.params.reaction_id),
});

const issueSubject = (context: RepositoryContext<{ readonly issue_number: string }>): Subject => ({
  subject: "issue",
  id: issueAt(context.store, context.repository, context.params.issue_number).id,
});

const commentSubject = (context: RepositoryContext<{ readonly comment_id: string }>): Subject => ({
  subject: "comment",
  id: commentAt(context.store, context.repository, context.params.comment_id).id,
});

const list = (
  { store, repository, page, urls }: RepositoryContext,
  { subject, id }: Subject,
  content: string | undefined,
): Answer => {
  const reactions = store
    .all<Reaction>("select * from reactions where subject = ? and subject_id = ? order by id", subject, id)
    .filter((reaction) => content === undefined || reaction.content === content);
  const views = pageItems(reactions, page).map((reaction) =>
    reactionView({ store, repository, urls }, reaction),
  );
  return listed(views, page, reactions.length);
};

/** Adds a reaction; one that the user has given already is answered with 200. */
const react = (
  { store, repository, user, now, urls }: RepositoryContext,
  subject: Subject,
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
  { subject, id, user, content }: Subject & { user: number; content: string },
): Reaction | undefined =>
  store.get<Reaction>(
    "select * from reactions where subject = ? and subject_id = ? and user_id = ? and content = ?",
    subject,
    id,
    user,
    content,
  );

const remove = ({ store, user }: RepositoryContext, { subject, id }: Subject, reactionId: string): Answer =>
  store.transaction(() => {
    const reaction = store.get<Reaction>(
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

const reactionView = (shown: Shown, reaction: Reaction) => ({
  id: reaction.id,
  node_id: nodeId("REA", reaction.id),
  user: personView(shown, reaction.user_id),
  content: reaction.content,
  created_at: reaction.created_at,
});

export const reactionsOperations: readonly Operation[] = [
  listForIssue,
  createForIssue,
  deleteForIssue,
  listForComment,
  createForComment,
  deleteForComment,
];
