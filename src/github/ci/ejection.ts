import { z } from "zod";
import { plainText } from "../../core/plain-text.ts";
import type { GitHub } from "../client.ts";

const answer = z.object({
  repository: z.object({
    pullRequest: z
      .object({
        timelineItems: z.object({ nodes: z.array(z.object({ reason: z.string().nullable() })) }),
      })
      .nullable(),
  }),
});

/** Why a pull request came out of its merge queue last; `null` where nobody says. */
export const ejectionOf = async (github: GitHub, number: number): Promise<string | null> => {
  const query = `query($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) { pullRequest(number: $number) {
      timelineItems(itemTypes: [REMOVED_FROM_MERGE_QUEUE_EVENT], last: 1) {
        nodes { ... on RemovedFromMergeQueueEvent { reason } }
      }
    } }
  }`;
  const read = answer.parse(
    await github.octokit.graphql(query, { owner: github.owner, name: github.repo, number }),
  );
  const reason = read.repository.pullRequest?.timelineItems.nodes.at(-1)?.reason ?? null;
  return reason === null ? null : plainText(reason);
};
