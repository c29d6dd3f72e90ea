import { z } from "zod";
import type { SeenCheck } from "../../core/ci/seen.ts";
import { plainText } from "../../core/plain-text.ts";

/*
 * What GitHub's GraphQL says of a commit: check runs, jobs among them, and statuses.
 */

const text = z
  .string()
  .nullable()
  .transform((said) => plainText(said ?? ""));

const checkRun = z.object({
  __typename: z.literal("CheckRun"),
  databaseId: z.int().nullable(),
  name: text,
  status: z.string(),
  conclusion: z.string().nullable(),
  startedAt: z.string().nullable(),
  title: text,
  summary: text,
  isRequired: z.boolean().optional(),
  checkSuite: z.object({
    workflowRun: z
      .object({ databaseId: z.int().nullable(), event: z.string(), createdAt: z.string() })
      .nullable(),
  }),
});

const status = z.object({
  __typename: z.literal("StatusContext"),
  context: text,
  state: z.string(),
  description: text,
  createdAt: z.string(),
  isRequired: z.boolean().optional(),
});

const context = z.discriminatedUnion("__typename", [checkRun, status]);
export type RawContext = z.output<typeof context>;

export const rollupSchema = z
  .object({
    contexts: z.object({
      nodes: z.array(context),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    }),
  })
  .nullable();

/** The fields that `rollupSchema` reads; `of` is the pull request whose base may require them. */
export const rollupFields = (of: number | null, after: string | null = null): string => {
  const required = of === null ? "" : `isRequired(pullRequestNumber: ${of})`;
  return `statusCheckRollup { contexts(first: 100, after: ${JSON.stringify(after)}) {
    nodes {
      __typename
      ... on CheckRun {
        databaseId name status conclusion startedAt title summary ${required}
        checkSuite { workflowRun { databaseId event createdAt } }
      }
      ... on StatusContext { context state description createdAt ${required} }
    }
    pageInfo { hasNextPage endCursor }
  } }`;
};

const passing = new Set(["SUCCESS", "NEUTRAL", "SKIPPED"]);

export const checkOf = (raw: RawContext): SeenCheck => {
  switch (raw.__typename) {
    case "CheckRun":
      return ofCheckRun(raw);
    case "StatusContext":
      return ofStatus(raw);
    default:
      return raw satisfies never;
  }
};

const ofCheckRun = (raw: z.output<typeof checkRun>): SeenCheck => {
  const { databaseId: id, conclusion, checkSuite } = raw;
  const run = checkSuite.workflowRun?.databaseId ?? null;
  const hasEnded = raw.status === "COMPLETED";
  return {
    name: raw.name,
    standing: !hasEnded ? "pending" : passing.has(conclusion ?? "") ? "passed" : "failed",
    required: raw.isRequired ?? false,
    since: raw.startedAt ?? checkSuite.workflowRun?.createdAt ?? null,
    job: id === null || run === null ? null : { id, run },
    said: [raw.title, raw.summary, (conclusion ?? "").toLowerCase().replaceAll("_", " ")]
      .filter((part) => part !== "")
      .slice(0, 2)
      .join("\n"),
  };
};

const ofStatus = ({
  context: name,
  state,
  description,
  createdAt,
  isRequired,
}: z.output<typeof status>): SeenCheck => ({
  name,
  standing:
    state === "SUCCESS" ? "passed" : state === "PENDING" || state === "EXPECTED" ? "pending" : "failed",
  required: isRequired ?? false,
  since: createdAt,
  job: null,
  said: description,
});

/** Whether it is of a change: lanes of our own workflow are jobs at the base, too. */
export const isOfChange = (raw: RawContext): boolean => {
  if (raw.__typename === "StatusContext") return true;
  const event = raw.checkSuite.workflowRun?.event ?? "push";
  return event === "push" || event.startsWith("pull_request") || event === "merge_group";
};
