import { z } from "zod";
import { mergeMethods, type PlanMergeMethod } from "../core/merge-method.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import type { GitHub } from "./client.ts";
import { issueFields, type QueriedIssue, queriedIssue } from "./issue-query.ts";
import type { ReadMilestone } from "./milestones.ts";
import { noteId } from "./node-ids.ts";
import { pullFields, pullOf, queriedPull, type ReadPull } from "./pull-query.ts";
import { askRepository } from "./repository-query.ts";

/*
 * What a look needs of the repository in one request: the first page of each list. Where a list has more, all of it is
 * read page by page, which few repositories take.
 */

/** A first page, and whether it is all. */
export interface FirstPage<Item> {
  readonly items: readonly Item[];
  readonly isAll: boolean;
}

/** Pull requests of the repository's own branches, what changed last first. */
interface ChangedPulls extends FirstPage<ReadPull> {
  /** When the last one of the page changed, of whatever branch, ISO 8601; `null` when there is none. */
  readonly earliest: string | null;
}

/** What the first look of a process reads. */
export interface FirstLook {
  readonly labels: FirstPage<string>;
  readonly milestones: FirstPage<ReadMilestone>;
  /** Those with our label, of any milestone. */
  readonly issues: FirstPage<QueriedIssue>;
  readonly pulls: ChangedPulls;
  /** The ways to merge that the repository allows. */
  readonly methods: readonly PlanMergeMethod[];
}

const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ nodes: z.array(item), pageInfo: z.object({ hasNextPage: z.boolean() }) }).transform(
    ({ nodes, pageInfo }): FirstPage<z.output<Item>> => ({
      items: nodes,
      isAll: !pageInfo.hasNextPage,
    }),
  );

const isLast = "pageInfo { hasNextPage }";

const milestone = z
  .object({
    id: z.string(),
    number: z.int(),
    title: z.string(),
    description: z.string().nullable(),
    state: z.string(),
    createdAt: z.string(),
  })
  .transform(({ state, description, ...raw }): ReadMilestone & { readonly id: string } => ({
    ...raw,
    description: description ?? "",
    open: state === "OPEN",
  }));

const pulls = pageOf(queriedPull).transform(
  ({ items, isAll }): ChangedPulls => ({
    items: items.filter(({ isCrossRepository }) => !isCrossRepository).map(pullOf),
    isAll,
    earliest: items.at(-1)?.updatedAt ?? null,
  }),
);

const firstLook = z.object({
  labels: pageOf(z.object({ id: z.string(), name: z.string() })),
  milestones: pageOf(milestone),
  issues: pageOf(queriedIssue).default({ items: [], isAll: false }),
  pulls,
  repositoryId: z.string(),
  merge: z.boolean(),
  squash: z.boolean(),
  rebase: z.boolean(),
});

const labelled = `labels: [${JSON.stringify(ownLabel)}]`;
const changedFirst = "orderBy: { field: UPDATED_AT, direction: DESC }";
const changedPulls = (first: number): string =>
  `pullRequests(first: ${first}, ${changedFirst}) { nodes { ${pullFields} } ${isLast} }`;

/** Reads what a look needs before anything of the plan is known; of a long one no page of issues would be all. */
export const readFirstLook = async (github: GitHub, isLong = false): Promise<FirstLook> => {
  const read = firstLook.parse(
    await askRepository(github, {
      labels: `labels(first: 100) { nodes { id name } ${isLast} }`,
      milestones: `milestones(first: 100) { nodes { id number title description state createdAt } ${isLast} }`,
      ...(isLong
        ? {}
        : {
            issues: `issues(first: 100, ${labelled}, ${changedFirst}) { nodes { ${issueFields} } ${isLast} }`,
          }),
      pulls: changedPulls(100),
      repositoryId: "id",
      merge: "mergeCommitAllowed",
      squash: "squashMergeAllowed",
      rebase: "rebaseMergeAllowed",
    }),
  );
  const { repositoryId, merge, squash, rebase, ...pages } = read;
  noteId(github, "repository", repositoryId);
  for (const { id, name } of pages.labels.items) noteId(github, `label ${name}`, id);
  for (const { id, number } of pages.milestones.items) noteId(github, `milestone ${number}`, id);
  return {
    ...pages,
    labels: { ...pages.labels, items: pages.labels.items.map(({ name }) => name) },
    methods: mergeMethods.filter((method) => read[method]),
  };
};

/** Between two reads few pull requests change, and a page costs the forge what is on it. */
const fewPulls = 20;

const changes = z.object({ issues: pageOf(queriedIssue), pulls });

/** Since when what changed is asked for, ISO 8601. */
interface Since {
  readonly issues: string | null;
  readonly pulls: string;
}

/** Reads the issues of a milestone with our label, and pull requests, that changed at or after the last look. */
export const readChanges = async (
  github: GitHub,
  milestone: number,
  since: Since,
): Promise<{ issues: FirstPage<QueriedIssue>; pulls: FirstPage<ReadPull> }> => {
  const from = since.issues === null ? "" : `, since: ${JSON.stringify(since.issues)}`;
  const filter = `filterBy: { milestoneNumber: "${milestone}"${from} }`;
  const oldestFirst = "orderBy: { field: CREATED_AT, direction: ASC }";
  const read = changes.parse(
    await askRepository(github, {
      issues: `issues(first: 100, ${labelled}, ${filter}, ${oldestFirst}) { nodes { ${issueFields} } ${isLast} }`,
      pulls: changedPulls(fewPulls),
    }),
  );
  return { issues: read.issues, pulls: changedSince(read.pulls, since.pulls) };
};

/** Those that changed at or after a time, and whether there are no more of them. */
export const changedSince = (
  { items, isAll, earliest }: ChangedPulls,
  since: string,
): FirstPage<ReadPull> => ({
  items: items.filter(({ updatedAt }) => updatedAt >= since),
  isAll: isAll || (earliest !== null && earliest < since),
});
