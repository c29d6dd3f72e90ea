import type { IssueLinks } from "../core/decide/change.ts";
import { at, type GitHub, says, statusOf } from "./client.ts";

/**
 * Shows an issue as a part of another and as blocked by others, as far as the forge lets us: one that is a part of
 * something else stays that, and forges that know no such links go without.
 */
export const linkIssue = async (
  github: GitHub,
  { number, parent, blockedBy, freed }: IssueLinks,
): Promise<void> => {
  const { issues } = github.octokit.rest;
  const issue_number = number;
  const { data: issue } = await issues.get({ ...at(github), issue_number });
  const isBlocked = (issue.issue_dependencies_summary?.total_blocked_by ?? 0) > 0;
  const blockers = isBlocked
    ? await github.octokit.paginate(issues.listDependenciesBlockedBy, {
        ...{ ...at(github), issue_number, per_page: 100 },
      })
    : [];
  for (const blocker of blockers.filter((one) => freed.includes(one.number)))
    await asFar(issues.removeDependencyBlockedBy({ ...at(github), issue_number, issue_id: blocker.id }));
  const known = new Set(blockers.map((one) => one.number));
  for (const blocker of blockedBy.filter((one) => !known.has(one))) {
    const { data } = await issues.get({ ...at(github), issue_number: blocker });
    await asFar(issues.addBlockedByDependency({ ...at(github), issue_number, issue_id: data.id }));
  }
  if (parent !== null)
    await asFar(issues.addSubIssue({ ...at(github), issue_number: parent, sub_issue_id: issue.id }));
};

/** What a forge does not know, does not let us do, or has already is no failure. */
const asFar = async (asked: Promise<unknown>): Promise<void> => {
  try {
    await asked;
  } catch (error) {
    const isNo = [403, 404, 410, 422].includes(statusOf(error) ?? 0);
    if (!isNo || says(error, "rate limit")) throw error;
  }
};
