import { z } from "zod";
import { plainText } from "../../core/plain-text.ts";
import type { GitHub } from "../client.ts";

const answer = z.object({
  repository: z.object({
    pullRequest: z
      .object({
        timelineItems: z.object({
          nodes: z.array(z.object({ reason: z.string().nullable(), createdAt: z.string() })),
        }),
      })
      .nullable(),
  }),
});

/** Why a pull request came out of its merge queue since a time, ISO 8601; `null` where nobody says that it did. */
export const ejectionOf = async (github: GitHub, number: number, since: string): Promise<string | null> => {
  const query = `query($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) { pullRequest(number: $number) {
      timelineItems(itemTypes: [REMOVED_FROM_MERGE_QUEUE_EVENT], last: 1) {
        nodes { ... on RemovedFromMergeQueueEvent { reason createdAt } }
      }
    } }
  }`;
  const asked = github.octokit.graphql(query, { owner: github.owner, name: github.repo, number });
  const read = answer.safeParse(await asked.catch(orNothing));
  const last = read.data?.repository.pullRequest?.timelineItems.nodes.at(-1);
  // The forge tells seconds.
  if (!last || last.createdAt < since.slice(0, 19)) return null;
  return plainText(last.reason ?? "nobody said why");
};

/** What the token may not see, or a server of an older version does not have. */
const orNothing = (error: unknown): null => {
  if (error instanceof Error && "errors" in error) return null;
  throw error;
};
