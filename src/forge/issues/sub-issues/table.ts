import type { Store } from "../../store.ts";

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
