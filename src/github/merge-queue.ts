import type { MergeOutcome } from "../steps/ports.ts";
import { at, type GitHub, saidBy } from "./client.ts";
import { refusalIn } from "./explain.ts";

const mutation = `mutation($id: ID!, $head: GitObjectID!) {
  enqueuePullRequest(input: { pullRequestId: $id, expectedHeadOid: $head }) { mergeQueueEntry { id } }
}`;

/** Puts exactly this head into the merge queue of its base; says in the forge's words why it cannot be. */
export const enqueue = async (
  github: GitHub,
  { number, head }: { readonly number: number; readonly head: string },
): Promise<MergeOutcome> => {
  const { data } = await github.octokit.rest.pulls.get({ ...at(github), pull_number: number });
  if (data.merged) return "merged";
  if (data.head.sha !== head) return "moved";
  try {
    await github.octokit.graphql(mutation, { id: data.node_id, head, request: { retries: 0 } });
    return "queued";
  } catch (error) {
    const said = answerIn(error) ?? refusalIn(error);
    if (said === null || /rate limit/i.test(said)) throw error;
    return /already (?:in|queued|enqueued)/i.test(said) ? "queued" : { declined: said };
  }
};

/** What GraphQL answered instead of doing it; `null` when it did not answer. */
const answerIn = (error: unknown): string | null =>
  error instanceof Error && "errors" in error && Array.isArray(error.errors)
    ? error.errors.map(({ message }) => String(message)).join("; ") || saidBy(error)
    : null;
