import type { Store } from "../../store.ts";
import type { Issue } from "../table.ts";

/** How many sub-issues an issue has, and how many are done. */
export interface SubIssueCount {
  readonly total: number;
  readonly completed: number;
}

/** The counts of many issues, whose ids are a JSON list; none of those that have no sub-issue. */
export const subIssueCounts = (
  store: Store,
  ids: string,
): (SubIssueCount & { readonly of_issue: number })[] =>
  store.all(
    `select parent_id as of_issue, count(*) as total, sum(issues.state = 'closed') as completed
     from sub_issues join issues on issues.id = child_id
     where parent_id in (select value from json_each(?)) group by parent_id`,
    ids,
  );

/** GitHub's `sub-issues-summary`. */
export const subIssueSummary = ({ total, completed }: SubIssueCount) => ({
  ...{ total, completed },
  percent_completed: total === 0 ? 0 : Math.floor((completed * 100) / total),
});

/** The most sub-issues of an issue, and the most levels, by GitHub's documentation. */
export const subIssueLimits = { children: 100, levels: 8 } as const;

export const childrenOf = (store: Store, issueId: number): Issue[] =>
  store.all<Issue>(
    `select issues.* from sub_issues join issues on issues.id = child_id
     where parent_id = ? order by position`,
    issueId,
  );

export const parentOf = (store: Store, issueId: number): Issue | undefined =>
  store.get<Issue>(
    "select issues.* from sub_issues join issues on issues.id = parent_id where child_id = ?",
    issueId,
  );

/** An issue, its parent, its parent's parent, and so on. */
export const lineOf = (store: Store, issue: Issue): Issue[] => {
  const parent = parentOf(store, issue.id);
  return parent ? [issue, ...lineOf(store, parent)] : [issue];
};

/** How many levels an issue and what is below it take. */
export const depthOf = (store: Store, issueId: number): number =>
  1 + Math.max(0, ...childrenOf(store, issueId).map((child) => depthOf(store, child.id)));

/** Stores the order of an issue's sub-issues, which must be its children. */
export const orderChildren = (store: Store, parentId: number, childIds: readonly number[]): void => {
  for (const [position, child] of childIds.entries()) {
    store.run(
      "update sub_issues set position = ? where parent_id = ? and child_id = ?",
      position,
      parentId,
      child,
    );
  }
};
