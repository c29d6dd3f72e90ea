import { z } from "zod";
import { noteMarker } from "../core/snapshot/marker.ts";
import type { OwnComment } from "../steps/ports.ts";
import { at, createOnce, type GitHub } from "./client.ts";
import { noteId } from "./node-ids.ts";
import { askRepository } from "./repository-query.ts";

/** What a comment of ours says, after the mark by which it is found. */
export const commentBody = ({ name, text }: { readonly name: string; readonly text: string }): string =>
  `${noteMarker(name)}\n${text}`;

const commented = z.object({
  comments: z.object({
    nodes: z.array(z.object({ id: z.string(), fullDatabaseId: z.coerce.number(), body: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  }),
});

const commentFields = "comments(first: 100) { nodes { id fullDatabaseId body } pageInfo { hasNextPage } }";

/** The comment of that name on a pull request, on any page; `null` when there is none. */
export const findComment = async (github: GitHub, pull: number, name: string): Promise<OwnComment | null> => {
  const marker = noteMarker(name);
  const asked = await askRepository(github, { pull: `pullRequest(number: ${pull}) { ${commentFields} }` });
  const { nodes, pageInfo } = commented.parse(asked.pull).comments;
  const found = nodes.find(({ body }) => body.startsWith(marker));
  if (!found) return pageInfo.hasNextPage ? await findByPages(github, pull, marker) : null;
  noteId(github, `comment ${found.fullDatabaseId}`, found.id);
  return { id: found.fullDatabaseId, body: found.body };
};

const findByPages = async (
  github: GitHub,
  issue_number: number,
  marker: string,
): Promise<OwnComment | null> => {
  const all = await github.octokit.paginate(github.octokit.rest.issues.listComments, {
    ...at(github),
    issue_number,
    per_page: 100,
  });
  const found = all.find(({ body }) => body?.startsWith(marker));
  if (!found) return null;
  noteId(github, `comment ${found.id}`, found.node_id);
  return { id: found.id, body: found.body ?? "" };
};

/** Keeps one comment on an issue or pull request: found by its marker on any page, then edited or added. */
export const upsertComment = async (
  github: GitHub,
  issue_number: number,
  { name, text, isNew }: { name: string; text: string /** Nothing can be there yet. */; isNew: boolean },
): Promise<void> => {
  const body = commentBody({ name, text });
  const find = () => findByPages(github, issue_number, noteMarker(name));
  const found = isNew ? null : await find();
  if (found?.body === body) return;
  if (found) {
    await github.octokit.rest.issues.updateComment({ ...at(github), comment_id: found.id, body });
    return;
  }
  const createComment = github.octokit.rest.issues.createComment;
  const create = async (): Promise<OwnComment> => {
    const { data } = await createComment({ ...at(github), issue_number, body, request: { retries: 0 } });
    return { id: data.id, body };
  };
  await createOnce({ create, find });
};
