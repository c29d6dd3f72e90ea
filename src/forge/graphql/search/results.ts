import type { RequestContext } from "../../context.ts";
import { listForRepository } from "../../issues/list.ts";
import type { Issue } from "../../issues/table.ts";
import { synchronizePulls } from "../../pulls/synchronize.ts";
import { pullById } from "../../pulls/table.ts";
import type { Repository } from "../../repository.ts";
import { searchOf } from "../../search/issues.ts";
import { connection, nothing, type Slice } from "../connection.ts";
import { missing } from "../errors.ts";
import { issueNode } from "../issues/node.ts";
import { issuesWhere } from "../issues/of-repository.ts";
import { pullNode } from "../pulls/node.ts";

interface Wanted extends Slice {
  readonly query: string;
  readonly type: "ISSUE" | "ISSUE_ADVANCED" | "REPOSITORY" | "USER";
}

/** GitHub's `SearchResultItemConnection`; the forge finds issues and pull requests only. */
export const searchResults = async (wanted: Wanted, context: RequestContext) => {
  if (wanted.type === "REPOSITORY" || wanted.type === "USER") {
    return { ...connection(nothing, wanted, () => null), issueCount: 0, repositoryCount: 0, userCount: 0 };
  }
  const search = searchOf(context, wanted.query);
  const places = new Map(search.repositories.map((repository) => [repository.id, repository]));
  for (const repository of places.values()) {
    await synchronizePulls(context.calls.enter(listForRepository, repository));
  }
  const source = issuesWhere(context.store, search);
  return {
    ...connection(source, wanted, (issue) => resultNode(context, places, issue)),
    issueCount: () => source.count(),
    repositoryCount: 0,
    userCount: 0,
  };
};

const resultNode = (context: RequestContext, places: ReadonlyMap<number, Repository>, issue: Issue) => {
  const repository = places.get(issue.repository_id);
  if (!repository) throw missing(`Could not resolve to an issue with the number of ${issue.number}.`);
  const here = context.calls.enter(listForRepository, repository);
  const pull = issue.is_pull ? pullById(context.store, issue.id) : undefined;
  return pull ? pullNode(here, pull) : issueNode(here, issue);
};
