import { z } from "zod";
import { listed } from "../answer.ts";
import { invalid } from "../errors.ts";
import { operation } from "../operation.ts";
import { offsetOf } from "../pagination.ts";
import { since } from "../since.ts";
import type { Store, Value } from "../store.ts";
import { findMilestone } from "./milestones/table.ts";
import type { Issue } from "./table.ts";
import { issueViews } from "./view.ts";

const listQuery = z.object({
  state: z.enum(["open", "closed", "all"]).default("open"),
  labels: z
    .string()
    .transform((names) => names.split(",").map((name) => name.trim()))
    .optional(),
  milestone: z.string().optional(),
  assignee: z.string().optional(),
  creator: z.string().optional(),
  since: since.optional(),
  sort: z.enum(["created", "updated", "comments"]).default("created"),
  direction: z.enum(["asc", "desc"]).default("desc"),
});

export const listForRepository = operation({
  id: "issues/list-for-repo",
  method: "GET",
  path: "/repos/{owner}/{repo}/issues",
  needs: "read",
  query: listQuery,
  handle: ({ store, repository, query, page, urls }) => {
    const { where, values } = conditionOf(store, repository.id, query);
    const issues = store.all<Issue>(
      // Only what it orders by is read of issues that other pages have.
      `select * from issues where id in
         (select id from issues where ${where} order by ${orderOf(query)} limit ? offset ?)
       order by ${orderOf(query)}`,
      ...values,
      page.size,
      offsetOf(page),
    );
    const row = store.get<{ count: number }>(
      `select count(*) as count from issues where ${where}`,
      ...values,
    );
    const views = issueViews({ store, repository, urls }, issues);
    return listed(views, page, row?.count ?? 0);
  },
});

type IssueFilter = Omit<z.output<typeof listQuery>, "sort" | "direction">;
type Order = Pick<z.output<typeof listQuery>, "sort" | "direction">;

/** A condition in SQL and its values. */
export interface Condition {
  readonly where: string;
  readonly values: readonly Value[];
}

/** The rows of `issues`, pull requests among them, that a filter lets through. */
export const conditionOf = (store: Store, repositoryId: number, filter: IssueFilter): Condition => {
  const conditions: Condition[] = [
    { where: "repository_id = ?", values: [repositoryId] },
    ...(filter.state === "all" ? [] : [{ where: "state = ?", values: [filter.state] }]),
    ...(filter.since === undefined ? [] : [{ where: "updated_at >= ?", values: [filter.since] }]),
    ...labelConditions(filter.labels),
    ...milestoneConditions(store, repositoryId, filter.milestone),
    ...assigneeConditions(filter.assignee),
    ...creatorConditions(filter.creator),
  ];
  return {
    where: conditions.map(({ where }) => where).join(" and "),
    values: conditions.flatMap(({ values }) => values),
  };
};

/** An issue must have all of the labels. */
const labelConditions = (labels: readonly string[] = []): Condition[] =>
  labels
    .filter((name) => name !== "")
    .map((name) => ({
      where: `exists (select 1 from issue_labels join labels on labels.id = label_id
        where issue_id = issues.id and labels.name = ?)`,
      values: [name],
    }));

const milestoneConditions = (store: Store, repositoryId: number, milestone?: string): Condition[] => {
  if (milestone === undefined) return [];
  if (milestone === "*") return [{ where: "milestone_id is not null", values: [] }];
  if (milestone === "none") return [{ where: "milestone_id is null", values: [] }];
  const found = /^\d+$/.test(milestone) ? findMilestone(store, repositoryId, Number(milestone)) : undefined;
  if (!found) throw invalid([{ resource: "Issue", code: "invalid", field: "milestone", value: milestone }]);
  return [{ where: "milestone_id = ?", values: [found.id] }];
};

const assigneeConditions = (assignee?: string): Condition[] => {
  if (assignee === undefined) return [];
  const any = "exists (select 1 from assignees where issue_id = issues.id)";
  if (assignee === "*") return [{ where: any, values: [] }];
  if (assignee === "none") return [{ where: `not ${any}`, values: [] }];
  const one = `exists (select 1 from assignees join users on users.id = assignees.user_id
    where issue_id = issues.id and login = ?)`;
  return [{ where: one, values: [assignee] }];
};

const creatorConditions = (creator?: string): Condition[] =>
  creator === undefined
    ? []
    : [{ where: "user_id = (select id from users where login = ?)", values: [creator] }];

/** SQL's words for an order. */
export const orderOf = ({ sort, direction }: Order): string => {
  switch (sort) {
    case "created":
      return `created_at ${direction}, id ${direction}`;
    case "updated":
      return `updated_at ${direction}, id ${direction}`;
    case "comments":
      return `(select count(*) from comments where issue_id = issues.id) ${direction}, id ${direction}`;
    default:
      return sort satisfies never;
  }
};
