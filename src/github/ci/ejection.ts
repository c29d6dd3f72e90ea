import { z } from "zod";
import type { Ejection } from "../../core/ci/look.ts";
import type { SeenCheck } from "../../core/ci/seen.ts";
import { plainText } from "../../core/plain-text.ts";
import { at, type GitHub, statusOf } from "../client.ts";
import { checkOf, isOfChange, rollupFields, rollupSchema } from "./contexts.ts";

interface Clients {
  readonly github: GitHub;
  /** Who may read workflow runs. */
  readonly runs: GitHub;
}

interface Queued {
  readonly number: number;
  readonly base: string;
}

const removals = z.object({
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

/** How a pull request came out of its merge queue since a time, ISO 8601; `null` where nobody says that it did. */
export const ejectionOf = async (clients: Clients, pull: Queued, since: string): Promise<Ejection | null> => {
  const query = `query($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) { pullRequest(number: $number) {
      timelineItems(itemTypes: [REMOVED_FROM_MERGE_QUEUE_EVENT], last: 1) {
        nodes { ... on RemovedFromMergeQueueEvent { reason createdAt } }
      }
    } }
  }`;
  const read = removals.safeParse(await asked(clients.github, query, { number: pull.number }));
  const last = read.data?.repository.pullRequest?.timelineItems.nodes.at(-1);
  // The forge tells seconds.
  const from = since.slice(0, 19);
  if (!last || last.createdAt < from || isMerge(last.reason)) return null;
  const group = await groupOf(clients.runs, pull, from);
  return {
    said: plainText(last.reason ?? "nobody said why"),
    failed: group === null ? [] : await failedAt(clients.github, group),
  };
};

/** What was merged leaves its queue, too; who lists pull requests may hear of it later. */
const isMerge = (reason: string | null): boolean => /^(?:already_)?merged?$/i.test(reason ?? "");

/** The commit that a queue made last of a pull request and what is before it, by the workflow runs that looked at it. */
const groupOf = async (github: GitHub, { number, base }: Queued, since: string): Promise<string | null> => {
  const wanted = { ...at(github), event: "merge_group", created: `>=${since}Z`, per_page: 100 };
  try {
    const { data } = await github.octokit.rest.actions.listWorkflowRunsForRepo(wanted);
    const isOfPull = (branch: string | null): boolean =>
      branch?.startsWith(`gh-readonly-queue/${base}/pr-${number}-`) ?? false;
    const found = data.workflow_runs.find((run) => isOfPull(run.head_branch) && run.created_at >= since);
    return found?.head_sha ?? null;
  } catch (error) {
    if (statusOf(error) === 403 || statusOf(error) === 404) return null;
    throw error;
  }
};

const commit = z.object({
  repository: z.object({ object: z.object({ statusCheckRollup: rollupSchema }).nullable() }),
});

const failedAt = async (github: GitHub, oid: string): Promise<SeenCheck[]> => {
  const query = `query($owner: String!, $name: String!, $oid: GitObjectID!) {
    repository(owner: $owner, name: $name) { object(oid: $oid) { ... on Commit { ${rollupFields(null)} } } }
  }`;
  const read = commit.safeParse(await asked(github, query, { oid }));
  const contexts = read.data?.repository.object?.statusCheckRollup?.contexts.nodes ?? [];
  return contexts
    .filter(isOfChange)
    .map(checkOf)
    .filter(({ standing }) => standing === "failed");
};

const asked = async (
  github: GitHub,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<unknown> => {
  try {
    return await github.octokit.graphql(query, { owner: github.owner, name: github.repo, ...variables });
  } catch (error) {
    // What the token may not see, or a server of an older version does not have.
    if (error instanceof Error && "errors" in error) return null;
    throw error;
  }
};
