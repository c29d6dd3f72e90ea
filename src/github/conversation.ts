import type { SeenComment } from "../core/command/comment.ts";
import { isReplyTo } from "../core/command/reply.ts";
import type { OwnComment, Reaction } from "../steps/ports.ts";
import { at, createOnce, type GitHub, says, statusOf } from "./client.ts";

interface RawComment {
  readonly id: number;
  readonly body?: string;
  readonly issue_url: string;
  readonly html_url: string;
  readonly updated_at: string;
  readonly user: { readonly login: string; readonly type: string } | null;
}

const readComment = (raw: RawComment): SeenComment => ({
  id: raw.id,
  issue: Number(raw.issue_url.split("/").at(-1)),
  author: raw.user?.login ?? "ghost",
  isBot: raw.user?.type === "Bot",
  body: raw.body ?? "",
  url: raw.html_url,
  updatedAt: raw.updated_at,
});

/** Pages of comments read at once; the next time goes on. */
const maxPages = 10;

/** Comments on issues and pull requests of the repository that changed at or after `since`, the earliest change first. */
export const listComments = async (github: GitHub, since: string): Promise<SeenComment[]> => {
  const found: SeenComment[] = [];
  const pages = github.octokit.paginate.iterator(github.octokit.rest.issues.listCommentsForRepo, {
    ...at(github),
    since,
    sort: "updated",
    direction: "asc",
    per_page: 100,
  });
  let read = 0;
  for await (const { data } of pages) {
    found.push(...data.map(readComment));
    read += 1;
    if (read === maxPages) break;
  }
  return found;
};

/** Reads one comment; `null` when it is gone. */
export const getComment = async (github: GitHub, comment_id: number): Promise<SeenComment | null> =>
  orNullIfGone(async () =>
    readComment((await github.octokit.rest.issues.getComment({ ...at(github), comment_id })).data),
  );

/** Gives a comment a reaction; answers as whom, and whether it is the first of its kind. */
export const react = async (
  github: GitHub,
  comment_id: number,
  content: Reaction,
): Promise<{ me: string; isNew: boolean } | null> =>
  orNullIfGone(async () => {
    const { data, status } = await github.octokit.rest.reactions.createForIssueComment({
      ...at(github),
      comment_id,
      content,
    });
    // The types know only the status of what is new.
    return { me: data.user?.login ?? "", isNew: Number(status) === 201 };
  });

/** The answer that `me` gave to a comment, on any page. */
export const findReply = async (
  github: GitHub,
  { id, issue }: Pick<SeenComment, "id" | "issue">,
  me: string,
): Promise<OwnComment | null> => {
  const all = await github.octokit.paginate(github.octokit.rest.issues.listComments, {
    ...at(github),
    issue_number: issue,
    per_page: 100,
  });
  const found = all.find(({ user, body }) => user?.login === me && isReplyTo(body ?? "", id));
  return found ? { id: found.id, body: found.body ?? "" } : null;
};

/** Answers a comment; an issue that takes no more comments has the reaction as its answer. */
export const reply = async (
  github: GitHub,
  issue_number: number,
  { body, earlier }: { body: string; earlier: number | null },
): Promise<void> => {
  if (earlier !== null) {
    await github.octokit.rest.issues.updateComment({ ...at(github), comment_id: earlier, body });
    return;
  }
  const [mark = ""] = body.split("\n", 1);
  const create = async (): Promise<true> => {
    await github.octokit.rest.issues.createComment({
      ...at(github),
      issue_number,
      body,
      request: { retries: 0 },
    });
    return true;
  };
  const find = async (): Promise<true | null> => {
    const all = await github.octokit.paginate(github.octokit.rest.issues.listComments, {
      ...at(github),
      issue_number,
      per_page: 100,
    });
    return all.some((comment) => comment.body?.startsWith(mark)) || null;
  };
  try {
    await createOnce({ create, find });
  } catch (error) {
    if (!says(error, "Commenting is disabled")) throw error;
  }
};

/** Removes a comment; one that is gone already is fine. */
export const deleteComment = async (github: GitHub, comment_id: number): Promise<void> => {
  await orNullIfGone(() => github.octokit.rest.issues.deleteComment({ ...at(github), comment_id }));
};

const orNullIfGone = async <Thing>(read: () => Promise<Thing>): Promise<Thing | null> => {
  try {
    return await read();
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 410) return null;
    throw error;
  }
};
