import type { IssueLinks } from "../core/decide/change.ts";
import { at, type GitHub, statusOf } from "./client.ts";

/**
 * Shows an issue as a part of another and as blocked by others, as far as the forge lets us: one that is a part of
 * something else stays that, and forges that know no such links go without.
 */
export const linkIssue = async (
  github: GitHub,
  { number: issue_number, parent, blockedBy, freed }: IssueLinks,
  known: (number: number) => number | null,
): Promise<void> => {
  const { issues } = github.octokit.rest;
  const idOf = async (number: number): Promise<number> =>
    known(number) ?? (await issues.get({ ...at(github), issue_number: number })).data.id;
  const blocked = { ...at(github), issue_number };
  for (const blocker of freed)
    await asFar(issues.removeDependencyBlockedBy({ ...blocked, issue_id: await idOf(blocker) }));
  for (const blocker of blockedBy)
    await asFar(issues.addBlockedByDependency({ ...blocked, issue_id: await idOf(blocker) }));
  if (parent === null) return;
  const part = { sub_issue_id: await idOf(issue_number) };
  await asFar(issues.addSubIssue({ ...at(github), issue_number: parent, ...part }));
};

/** What a forge does not know, does not let us do, or has already is no failure. */
const asFar = async (asked: Promise<unknown>): Promise<void> => {
  try {
    await asked;
  } catch (error) {
    if (![403, 404, 410, 422].includes(statusOf(error) ?? 0)) throw error;
  }
};
