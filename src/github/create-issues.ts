import { z } from "zod";
import { withRecord } from "../core/snapshot/marker.ts";
import { identityOf } from "../core/snapshot/twins.ts";
import type { IssueContent } from "../steps/ports.ts";
import { type GitHub, statusOf } from "./client.ts";
import { issueFields, queriedIssue } from "./issue-query.ts";
import { type ReadIssue, readBody } from "./issue-record.ts";
import { createIssue, listIssues } from "./issues.ts";
import { idsOfLabels } from "./labels.ts";
import { type Mutated, type Mutation, mutateAll } from "./mutations.ts";
import { idOf } from "./node-ids.ts";

/**
 * Creates issues of ours in the milestone, each once, and all together where their labels and the milestone are known. Of
 * those that were not made for certain, what is there is looked for.
 */
export const createIssues = async (
  github: GitHub,
  milestone: number,
  contents: readonly IssueContent[],
): Promise<ReadIssue[]> => {
  const mutations = contents.flatMap((content) => mutationFor(github, milestone, content) ?? []);
  const areKnown = contents.length > 1 && mutations.length === contents.length;
  const made = areKnown ? await madeBy(github, mutations) : contents.map(() => null);
  const there = areKnown && made.includes(null) ? await listIssues(github, milestone, null) : [];
  const found = new Map(there.map((one) => [identityOf(one.record), one]));
  const all: ReadIssue[] = [];
  for (const [at, content] of contents.entries())
    all.push(
      made[at] ?? found.get(identityOf(content.record)) ?? (await createIssue(github, milestone, content)),
    );
  return all;
};

const mutationFor = (
  github: GitHub,
  milestone: number,
  { title, text, record, labels }: IssueContent,
): Mutation | null => {
  const [repositoryId, milestoneId] = [idOf(github, "repository"), idOf(github, `milestone ${milestone}`)];
  const labelIds = idsOfLabels(github, labels);
  if (repositoryId === null || milestoneId === null || labelIds === null) return null;
  const input = { repositoryId, milestoneId, labelIds, title, body: withRecord(record, text) };
  return { name: "createIssue", input, fields: `issue { ${issueFields} }` };
};

const told = z.object({ issue: queriedIssue });

/** The issues that were made; `null` where one was refused, or where nobody answered. */
const madeBy = async (github: GitHub, mutations: readonly Mutation[]): Promise<(ReadIssue | null)[]> => {
  const issueOf = (one: Mutated): ReadIssue | null =>
    one.refused === null ? readBody(told.parse(one.told).issue) : null;
  try {
    return (await mutateAll(github, mutations, { mayRepeat: false })).map(issueOf);
  } catch (error) {
    const status = statusOf(error);
    if (status !== null && status < 500) throw error;
    return mutations.map(() => null);
  }
};
