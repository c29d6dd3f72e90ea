import { z } from "zod";
import type { ForgePull } from "../core/snapshot/snapshot.ts";

/* What GraphQL says of a pull request, as REST says it. */

/** A pull request as lists and single reads alike show it. */
export type ReadPull = ForgePull & { /** ISO 8601. */ readonly updatedAt: string };

/** The fields that `pullOf` reads. */
export const pullFields = `number title state isCrossRepository headRefName headRefOid baseRefName mergedAt updatedAt
  mergeCommit { oid }`;

export const queriedPull = z.object({
  number: z.int(),
  title: z.string(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  /** A stranger's fork may have a branch of the same name: only branches of the repository itself are ours. */
  isCrossRepository: z.boolean(),
  headRefName: z.string(),
  headRefOid: z.string(),
  baseRefName: z.string(),
  mergedAt: z.string().nullable(),
  mergeCommit: z.object({ oid: z.string() }).nullable(),
  updatedAt: z.string(),
});

const states = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

export const pullOf = (raw: z.output<typeof queriedPull>): ReadPull => ({
  number: raw.number,
  branch: raw.headRefName,
  head: raw.headRefOid,
  base: raw.baseRefName,
  title: raw.title,
  state: states[raw.state],
  updatedAt: raw.updatedAt,
  merged: raw.mergedAt ? { at: raw.mergedAt, commit: raw.mergeCommit?.oid ?? raw.headRefOid } : null,
});
