import type { Store } from "../../store.ts";
import type { Issue } from "../table.ts";

/** How many issues stand in an issue's way, and in whose way it stands: open ones, and all. */
export const dependencySummary = (store: Store, issueId: number) => {
  const row = store.get<{
    blocked_by: number;
    total_blocked_by: number;
    blocking: number;
    total_blocking: number;
  }>(
    `select
       (select count(*) from dependencies where issue_id = ?1) as total_blocked_by,
       (select count(*) from dependencies join issues on id = blocked_by_id
         where issue_id = ?1 and state = 'open') as blocked_by,
       (select count(*) from dependencies where blocked_by_id = ?1) as total_blocking,
       (select count(*) from dependencies join issues on id = issue_id
         where blocked_by_id = ?1 and state = 'open') as blocking`,
    issueId,
  );
  return {
    blocked_by: row?.blocked_by ?? 0,
    blocking: row?.blocking ?? 0,
    total_blocked_by: row?.total_blocked_by ?? 0,
    total_blocking: row?.total_blocking ?? 0,
  };
};

/** The most issues that block one, and the most that one blocks, as people report of GitHub. */
export const dependencyLimit = 50;

/** The issues that stand in an issue's way. */
export const blockersOf = (store: Store, issueId: number): Issue[] =>
  store.all<Issue>(
    "select issues.* from dependencies join issues on id = blocked_by_id where issue_id = ? order by id",
    issueId,
  );

/** The issues in whose way an issue stands. */
export const blockedBy = (store: Store, issueId: number): Issue[] =>
  store.all<Issue>(
    "select issues.* from dependencies join issues on id = issue_id where blocked_by_id = ? order by id",
    issueId,
  );
