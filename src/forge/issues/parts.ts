import { groupBy } from "../../core/group.ts";
import type { User } from "../accounts.ts";
import type { Store } from "../store.ts";
import { assigneesOfAll } from "./assignees/table.ts";
import { commentCounts } from "./comments/table.ts";
import { type DependencyCount, dependencyCounts } from "./dependencies/table.ts";
import { type IssueLabel, labelsOfAll } from "./labels/table.ts";
import { type ReactionCount, reactionCounts } from "./reactions/table.ts";
import { type SubIssueCount, subIssueCounts } from "./sub-issues/table.ts";

/** What views of issues show besides their rows, by issue. */
export interface IssueParts {
  readonly labels: PartOf<readonly IssueLabel[]>;
  readonly assignees: PartOf<readonly User[]>;
  readonly comments: PartOf<number>;
  readonly reactions: PartOf<readonly ReactionCount[]>;
  readonly subIssues: PartOf<SubIssueCount>;
  readonly blockedBy: PartOf<DependencyCount>;
  readonly blocking: PartOf<DependencyCount>;
}

type PartOf<Part> = (issueId: number) => Part;

/** Reads them for all issues of a list together: a query for each kind, and not for each issue. */
export const partsOf = (store: Store, issueIds: readonly number[]): IssueParts => {
  const ids = JSON.stringify(issueIds);
  const { blockedBy, blocking } = dependencyCounts(store, ids);
  const noDependency = { open: 0, total: 0 };
  return {
    labels: manyOf(labelsOfAll(store, ids)),
    assignees: manyOf(assigneesOfAll(store, ids)),
    comments: countOf(commentCounts(store, ids)),
    reactions: manyOf(reactionCounts(store, { subject: "issue", ids })),
    subIssues: oneOf(subIssueCounts(store, ids), { total: 0, completed: 0 }),
    blockedBy: oneOf(blockedBy, noDependency),
    blocking: oneOf(blocking, noDependency),
  };
};

/** A row with the id of the issue that it is of. */
type RowOf<Row> = Row & { readonly of_issue: number };

const manyOf = <Row>(rows: readonly RowOf<Row>[]): PartOf<readonly Row[]> => {
  const byIssue = groupBy(rows, ({ of_issue }) => of_issue);
  return (id) => byIssue.get(id) ?? [];
};

const oneOf = <Row>(rows: readonly RowOf<Row>[], none: Row): PartOf<Row> => {
  const byIssue = new Map(rows.map((row) => [row.of_issue, row]));
  return (id) => byIssue.get(id) ?? none;
};

const countOf = (rows: readonly RowOf<{ readonly count: number }>[]): PartOf<number> => {
  const counts = oneOf(rows, { count: 0 });
  return (id) => counts(id).count;
};
