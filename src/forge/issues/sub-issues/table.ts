import type { Store } from "../../store.ts";
import type { Issue } from "../table.ts";

/** How many sub-issues an issue has and how many are done: GitHub's `sub-issues-summary`. */
export const subIssueSummary = (store: Store, issueId: number) => {
  const row = store.get<{ total: number; completed: number }>(
    `select count(*) as total, coalesce(sum(issues.state = 'closed'), 0) as completed
     from sub_issues join issues on issues.id = child_id where parent_id = ?`,
    issueId,
  );
  const { total, completed } = row ?? { total: 0, completed: 0 };
  return { total, completed, percent_completed: total === 0 ? 0 : Math.floor((completed * 100) / total) };
};

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
