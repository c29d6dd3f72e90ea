import type { RepositoryContext } from "../../context.ts";
import { type Condition, conditionOf, listForRepository, orderOf } from "../../issues/list.ts";
import { findIssue, type Issue } from "../../issues/table.ts";
import { findPull } from "../../pulls/table.ts";
import type { Store } from "../../store.ts";
import { type ConnectionSource, connection, type Slice } from "../connection.ts";
import { missing } from "../errors.ts";
import { currentPullLink } from "../link.ts";
import { issueNode } from "./node.ts";

type State = "OPEN" | "CLOSED";

interface IssueFilters {
  readonly assignee?: string | null;
  readonly createdBy?: string | null;
  readonly labels?: readonly string[] | null;
  readonly mentioned?: string | null;
  readonly milestone?: string | null;
  readonly milestoneNumber?: string | null;
  readonly since?: string | null;
  readonly states?: readonly State[] | null;
}

interface WantedIssues extends Slice {
  readonly states?: readonly State[] | null;
  readonly labels?: readonly string[] | null;
  readonly filterBy?: IssueFilters | null;
  readonly orderBy?: IssueOrder | null;
}

export interface IssueOrder {
  readonly field: "CREATED_AT" | "UPDATED_AT" | "COMMENTS";
  readonly direction: "ASC" | "DESC";
}

/** A repository's issues. */
export const issueFields = (repository: RepositoryContext) => {
  const enter = () => repository.calls.enter(listForRepository, repository.repository);
  return {
    issues: (wanted: WantedIssues) => {
      const here = enter();
      return connection(issuesWhere(here.store, issueCondition(here, wanted)), wanted, (issue) =>
        issueNode(here, issue),
      );
    },
    issue: ({ number }: { number: number }) => {
      const here = enter();
      const issue = findIssue(here.store, here.repository.id, number);
      if (issue && !issue.is_pull) return issueNode(here, issue);
      throw missing(`Could not resolve to an Issue with the number of ${number}.`);
    },
    issueOrPullRequest: async ({ number }: { number: number }) => {
      const here = enter();
      const issue = findIssue(here.store, here.repository.id, number);
      if (!issue)
        throw missing(`Could not resolve to an issue or pull request with the number of ${number}.`);
      const pull = issue.is_pull ? findPull(here.store, here.repository.id, number) : undefined;
      return pull ? currentPullLink(here, pull) : issueNode(here, issue);
    },
  };
};

/** The issues that a condition in SQL lets through, of which only the asked part is read. */
export const issuesWhere = (
  store: Store,
  { where, values, order }: Condition & { readonly order: string },
): ConnectionSource<Issue> => ({
  count: () =>
    store.get<{ count: number }>(`select count(*) as count from issues where ${where}`, ...values)?.count ??
    0,
  items: (start, end) =>
    store.all<Issue>(
      `select * from issues where ${where} order by ${order} limit ? offset ?`,
      ...values,
      end - start,
      start,
    ),
});

const issueCondition = ({ store, repository }: RepositoryContext, wanted: WantedIssues) => {
  const { filterBy, orderBy } = wanted;
  const { where, values } = conditionOf(store, repository.id, {
    state: stateOf(filterBy?.states ?? wanted.states),
    labels: [...(wanted.labels ?? []), ...(filterBy?.labels ?? [])],
    assignee: filterBy?.assignee === null ? "none" : filterBy?.assignee,
    creator: filterBy?.createdBy ?? undefined,
    milestone: filterBy?.milestoneNumber ?? filterBy?.milestone ?? undefined,
    since: filterBy?.since ?? undefined,
  });
  const mentioned = filterBy?.mentioned ?? null;
  return {
    where: `is_pull = 0 and ${where}${mentioned === null ? "" : " and body like ?"}`,
    values: [...values, ...(mentioned === null ? [] : [`%@${mentioned}%`])],
    order: orderOf({
      sort: sorts[orderBy?.field ?? "CREATED_AT"],
      direction: orderBy?.direction === "DESC" ? "desc" : "asc",
    }),
  };
};

/** The forge's word for an order of GraphQL's. */
const sorts = { CREATED_AT: "created", UPDATED_AT: "updated", COMMENTS: "comments" } as const;

const stateOf = (states: readonly State[] | null | undefined) => {
  const [first, ...rest] = new Set(states ?? []);
  if (first === undefined || rest.length > 0) return "all";
  return first === "OPEN" ? "open" : "closed";
};
