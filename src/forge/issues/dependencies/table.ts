import type { Store } from "../../store.ts";
import type { Issue } from "../table.ts";

/** How many issues stand in an issue's way, or in whose way it stands: open ones, and all. */
export interface DependencyCount {
  readonly open: number;
  readonly total: number;
}

type CountOf = DependencyCount & { readonly of_issue: number };

/** Both counts of many issues, whose ids are a JSON list; none of those that have no dependency. */
export const dependencyCounts = (
  store: Store,
  ids: string,
): { readonly blockedBy: readonly CountOf[]; readonly blocking: readonly CountOf[] } => {
  const counted = (own: string, other: string): CountOf[] =>
    store.all(
      `select ${own} as of_issue, count(*) as total, sum(state = 'open') as open
       from dependencies join issues on id = ${other}
       where ${own} in (select value from json_each(?)) group by ${own}`,
      ids,
    );
  return {
    blockedBy: counted("issue_id", "blocked_by_id"),
    blocking: counted("blocked_by_id", "issue_id"),
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
