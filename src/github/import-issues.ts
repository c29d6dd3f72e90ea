import type { RestEndpointMethodTypes } from "@octokit/rest";
import { MilepostError } from "../core/error.ts";
import type { ImportedIssue } from "../core/import/issues.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import { at, type GitHub } from "./client.ts";

/** Which issues are read. */
export interface IssueFilter {
  readonly label?: string;
  /** Its title, or its number. */
  readonly milestone?: string;
}

type RawIssue = RestEndpointMethodTypes["issues"]["listForRepo"]["response"]["data"][number];

/**
 * Reads a repository's issues with what they are parts of and what blocks them, the oldest first; changes nothing.
 *
 * Only issues that say that they have sub-issues or blockers are asked for them.
 */
export const issuesToImport = async (
  github: GitHub,
  { label, milestone }: IssueFilter,
): Promise<ImportedIssue[]> => {
  const raw = await github.octokit.paginate(github.octokit.rest.issues.listForRepo, {
    ...at(github),
    state: "all",
    sort: "created",
    direction: "asc",
    per_page: 100,
    ...(label === undefined ? {} : { labels: label }),
    ...(milestone === undefined ? {} : { milestone: await numberOfMilestone(github, milestone) }),
  });
  const issues = raw.filter(({ pull_request }) => !pull_request);
  const parents = await parentsIn(github, issues);
  const found: ImportedIssue[] = [];
  for (const issue of issues)
    found.push({
      ...plainly(issue),
      parent: parents.get(issue.number) ?? null,
      blockedBy: await blockersOf(github, issue),
      isParent: (issue.sub_issues_summary?.total ?? 0) > 0,
    });
  return found;
};

const plainly = (issue: RawIssue): Omit<ImportedIssue, "parent" | "blockedBy" | "isParent"> => ({
  number: issue.number,
  title: issue.title,
  body: issue.body ?? "",
  url: issue.html_url,
  open: issue.state === "open",
  reason: issue.state_reason ?? "",
  milestone: issue.milestone?.title ?? "",
  isOwn: issue.labels.some((label) => (typeof label === "string" ? label : label.name) === ownLabel),
});

/** @throws {MilepostError} when there is no such milestone. */
const numberOfMilestone = async (github: GitHub, wanted: string): Promise<string> => {
  const all = await github.octokit.paginate(github.octokit.rest.issues.listMilestones, {
    ...at(github),
    state: "all",
    per_page: 100,
  });
  const found =
    all.find(({ title }) => title === wanted) ?? all.find(({ number }) => String(number) === wanted);
  if (found) return String(found.number);
  throw new MilepostError(`${github.owner}/${github.repo} has no milestone ${JSON.stringify(wanted)}`, {
    hint:
      all.length > 0
        ? `it has ${all.map(({ title }) => JSON.stringify(title)).join(", ")}`
        : "it has none at all",
  });
};

const parentsIn = async (github: GitHub, issues: readonly RawIssue[]): Promise<Map<number, number>> => {
  const parents = new Map<number, number>();
  for (const { number, sub_issues_summary } of issues) {
    if ((sub_issues_summary?.total ?? 0) === 0) continue;
    const parts = await github.octokit.paginate(github.octokit.rest.issues.listSubIssues, {
      ...at(github),
      issue_number: number,
      per_page: 100,
    });
    for (const part of parts) parents.set(part.number, number);
  }
  return parents;
};

/** Open and closed ones: what is closed is no todo, and need not be waited for. */
const blockersOf = async (
  github: GitHub,
  { number, issue_dependencies_summary }: RawIssue,
): Promise<number[]> => {
  if ((issue_dependencies_summary?.total_blocked_by ?? issue_dependencies_summary?.blocked_by ?? 0) === 0)
    return [];
  const blockers = await github.octokit.paginate(github.octokit.rest.issues.listDependenciesBlockedBy, {
    ...at(github),
    issue_number: number,
    per_page: 100,
  });
  return blockers.map((blocker) => blocker.number);
};
