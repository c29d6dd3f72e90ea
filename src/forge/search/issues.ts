import type { RequestContext } from "../context.ts";
import type { Condition } from "../issues/list.ts";
import { lookup } from "../lookup.ts";
import { allRepositories } from "../repositories/table.ts";
import { mayRead } from "../repositories/visible.ts";
import type { Repository } from "../repository.ts";
import { conditionOf } from "./condition.ts";
import { parseSearch, type SearchQuery, valuesOf } from "./query.ts";

/** What a search for issues and pull requests asks of the database. */
interface IssueSearch extends Condition {
  readonly order: string;
  /** The repositories that it looks in. */
  readonly repositories: readonly Repository[];
}

/** A search, `repo:acme/project is:open label:bug words`, within the repositories that the asker sees. */
export const searchOf = (context: RequestContext, text: string, order: string | null = null): IssueSearch => {
  const query = parseSearch(text);
  const named = valuesOf(query, "repo").map((name) => name.toLowerCase());
  const repositories = allRepositories(context.store).filter(
    (one) =>
      (named.length === 0 || named.includes(`${one.owner}/${one.name}`.toLowerCase())) &&
      mayRead(context, one),
  );
  const login = context.viewer?.login ?? "";
  const { where, values } = conditionOf(query, { login, in: valuesOf(query, "in") });
  const within = withinAll(repositories.map(({ id }) => id));
  return {
    where: `${within.where} and ${where}`,
    values: [...within.values, ...values],
    order: order ?? orderIn(query),
    repositories,
  };
};

/** Of one repository alone, an index has the issues in order. */
const withinAll = (ids: readonly number[]): Condition => {
  const [only] = ids;
  return ids.length === 1 && only !== undefined
    ? { where: "repository_id = ?", values: [only] }
    : { where: "repository_id in (select value from json_each(?))", values: [JSON.stringify(ids)] };
};

const columns: Readonly<Record<string, string>> = {
  created: "created_at",
  updated: "updated_at",
  comments: "(select count(*) from comments where issue_id = issues.id)",
};

/** The order that `sort:` names, such as `updated-asc`; the newest first by itself. */
const orderIn = (query: SearchQuery): string => {
  const [name = "", direction = "desc"] = (valuesOf(query, "sort")[0] ?? "created-desc").split("-");
  return orderBy(name, direction === "asc" ? "asc" : "desc");
};

/** SQL's words for an order by a column's name in the API. */
export const orderBy = (name: string, direction: "asc" | "desc"): string =>
  `${lookup(columns, name) ?? "created_at"} ${direction}, id ${direction}`;
