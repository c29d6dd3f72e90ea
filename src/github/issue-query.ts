import { z } from "zod";
import type { RawOwn } from "./issue-record.ts";

/* What GraphQL says of an issue, as far as it tells whether it is ours. */

const node = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  body: z.string(),
  state: z.string(),
  stateReason: z.string().nullable(),
  updatedAt: z.string(),
  author: z.object({ __typename: z.string(), login: z.string() }).nullable(),
  authorAssociation: z.string(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }),
  milestone: z.object({ number: z.int(), creator: z.object({ login: z.string() }).nullable() }).nullable(),
});

/** An issue, and the number of the milestone that it is in. */
export type QueriedIssue = RawOwn & { readonly inMilestone: number | null };

export const queriedIssue = node.transform(
  (raw): QueriedIssue => ({
    node_id: raw.id,
    number: raw.number,
    title: raw.title,
    body: raw.body,
    state: raw.state.toLowerCase(),
    state_reason: raw.stateReason?.toLowerCase() ?? null,
    updated_at: raw.updatedAt,
    user: raw.author && { login: raw.author.login, type: raw.author.__typename },
    author_association: raw.authorAssociation,
    labels: raw.labels.nodes,
    milestone: raw.milestone,
    inMilestone: raw.milestone?.number ?? null,
  }),
);

/** The fields that `queriedIssue` reads. */
export const issueFields = `id number title body state stateReason(enableDuplicate: true) updatedAt authorAssociation
  author { __typename login } labels(first: 100) { nodes { name } } milestone { number creator { login } }`;
