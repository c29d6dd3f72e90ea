import { noteMarker } from "../core/snapshot/marker.ts";
import { at, createOnce, type GitHub } from "./client.ts";

/** Keeps one comment on an issue or pull request: found by its marker on any page, then edited or added. */
export const upsertComment = async (
  github: GitHub,
  issue_number: number,
  { name, text, isNew }: { name: string; text: string /** Nothing can be there yet. */; isNew: boolean },
): Promise<void> => {
  const marker = noteMarker(name);
  const body = `${marker}\n${text}`;
  const find = async () => {
    const all = await github.octokit.paginate(github.octokit.rest.issues.listComments, {
      ...at(github),
      issue_number,
      per_page: 100,
    });
    return all.find((comment) => comment.body?.startsWith(marker)) ?? null;
  };
  const found = isNew ? null : await find();
  if (found?.body === body) return;
  if (found) {
    await github.octokit.rest.issues.updateComment({ ...at(github), comment_id: found.id, body });
    return;
  }
  const create = async () =>
    (
      await github.octokit.rest.issues.createComment({
        ...at(github),
        issue_number,
        body,
        request: { retries: 0 },
      })
    ).data;
  await createOnce({ create, find });
};
