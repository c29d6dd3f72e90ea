import type { FC } from "hono/jsx";
import { hunksOf } from "../../diff/rows.ts";
import type { DataOf, ForgeApi } from "../../forge-api.ts";
import { Written } from "../../layout/written.tsx";
import type { PullPlace } from "./place.ts";

type ThreadComment = DataOf<"GET /repos/{owner}/{repo}/pulls/{pull_number}/comments">[number];

/** A thread of a review as a page shows it: its comments, and whether it is settled. */
export interface ShownThread {
  readonly id: string;
  readonly root: ThreadComment;
  readonly comments: readonly ThreadComment[];
  readonly isResolved: boolean;
  readonly resolvedBy: string | null;
  readonly isOutdated: boolean;
}

const query = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) {
    reviewThreads(first: 100, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id isResolved isOutdated resolvedBy { login } comments(first: 1) { nodes { databaseId } } }
    } } } }`;

interface ThreadNode {
  readonly id: string;
  readonly isResolved: boolean;
  readonly isOutdated: boolean;
  readonly resolvedBy: { readonly login: string } | null;
  readonly comments: { readonly nodes: readonly { readonly databaseId: number }[] };
}

interface Answered {
  readonly repository: {
    readonly pullRequest: {
      readonly reviewThreads: {
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        readonly nodes: readonly ThreadNode[];
      };
    };
  };
}

/** The threads of a pull request, in the order in which they began. */
export const threadsOf = async (
  api: ForgeApi,
  { owner, repo, number }: PullPlace,
): Promise<ShownThread[]> => {
  const of = { owner, repo, pull_number: number, per_page: 100 };
  const comments: ThreadComment[] = [];
  for (let page = 1; comments.length === (page - 1) * 100; page++)
    comments.push(
      ...(await api.ask("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", { ...of, page })),
    );
  if (comments.length === 0) return [];
  const nodes: ThreadNode[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const { repository } = await api.graphql<Answered>(query, { owner, repo, number, after });
    const { pageInfo, nodes: found } = repository.pullRequest.reviewThreads;
    nodes.push(...found);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  }
  const byRoot = new Map(nodes.map((node) => [node.comments.nodes[0]?.databaseId, node]));
  return comments
    .filter(({ in_reply_to_id }) => in_reply_to_id === undefined)
    .map((root) => {
      const node = byRoot.get(Number(root.id));
      return {
        id: node?.id ?? "",
        root,
        comments: comments.filter(({ id, in_reply_to_id }) => id === root.id || in_reply_to_id === root.id),
        isResolved: node?.isResolved ?? false,
        resolvedBy: node?.resolvedBy?.login ?? null,
        isOutdated: node?.isOutdated ?? false,
      };
    });
};

/** Whether a thread stands at a line of the head's diff. */
export const standsAt = (
  { root }: ShownThread,
  place: { path: string; side: string; line: number },
): boolean => root.path === place.path && (root.side ?? "RIGHT") === place.side && root.line === place.line;

/** A thread: folded when it is settled; beside the conversation with the lines that it is about. */
export const Thread: FC<{ thread: ShownThread; at: PullPlace; withLines?: boolean }> = ({
  thread,
  at,
  withLines = false,
}) => {
  const { root, comments, isResolved, resolvedBy, isOutdated } = thread;
  const action = `/${at.owner}/${at.repo}/pull/${at.number}`;
  return (
    <details class="thread" id={`thread-${root.id}`} open={!isResolved}>
      <summary>
        <span class="mono path">
          {root.path}
          {(root.line ?? root.original_line) && `:${root.line ?? root.original_line}`}
        </span>
        {isResolved && <span class="state state-good">Resolved{resolvedBy && ` by ${resolvedBy}`}</span>}
        {isOutdated && <span class="state">Outdated</span>}
      </summary>
      {withLines && <LastLines hunk={root.diff_hunk} />}
      {comments.map((comment) => (
        <Written
          id={`discussion_r${comment.id}`}
          by={comment.user}
          at={comment.created_at}
          text={comment.body}
        />
      ))}
      <form method="post" action={`${action}/threads/${root.id}`} class="reply">
        <textarea name="body" rows={1} aria-label="Your answer" placeholder="Answer" />
        <input type="hidden" name="thread" value={thread.id} />
        <button type="submit" name="do" value="reply">
          Answer
        </button>
        <button type="submit" name="do" value={isResolved ? "unresolve" : "resolve"}>
          {isResolved ? "Open again" : "Resolve"}
        </button>
      </form>
    </details>
  );
};

/** The line that a thread is about, and the few before it. */
const LastLines: FC<{ hunk: string }> = ({ hunk }) => {
  const isReadable = hunksOf(hunk) !== null || hunk.startsWith("@@");
  return isReadable ? <pre class="hunk-end">{hunk.split("\n").slice(1).slice(-4).join("\n")}</pre> : null;
};
