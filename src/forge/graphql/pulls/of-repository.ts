import type { RepositoryContext } from "../../context.ts";
import { list } from "../../pulls/read.ts";
import { synchronizePulls } from "../../pulls/synchronize.ts";
import { countPulls, findPull, listPulls, type PullFilter } from "../../pulls/table.ts";
import { connection, type Slice } from "../connection.ts";
import { missing } from "../errors.ts";
import type { IssueOrder } from "../issues/of-repository.ts";
import { currentPullNode, pullNode } from "./node.ts";

interface WantedPulls extends Slice {
  readonly states?: readonly ("OPEN" | "CLOSED" | "MERGED")[] | null;
  readonly labels?: readonly string[] | null;
  readonly headRefName?: string | null;
  readonly baseRefName?: string | null;
  readonly orderBy?: IssueOrder | null;
}

/** A repository's pull requests, brought up to date with their branches before they are read. */
export const pullFields = (repository: RepositoryContext) => {
  const enter = () => repository.calls.enter(list, repository.repository);
  return {
    pullRequests: async (wanted: WantedPulls) => {
      const here = enter();
      await synchronizePulls(here);
      return connection(pullSource(here, wanted), wanted, (pull) => pullNode(here, pull));
    },
    pullRequest: ({ number }: { number: number }) => {
      const here = enter();
      const pull = findPull(here.store, here.repository.id, number);
      if (pull) return currentPullNode(here, pull);
      throw missing(`Could not resolve to a PullRequest with the number of ${number}.`);
    },
  };
};

const pullSource = ({ store, repository }: RepositoryContext, wanted: WantedPulls) => {
  const { states, labels, headRefName, baseRefName, orderBy } = wanted;
  const filters: PullFilter[] = [
    ["issues.repository_id = ?", repository.id],
    ...(states ? [[inStates, JSON.stringify(states)] as const] : []),
    ...(labels ? [[withLabel, JSON.stringify(labels)] as const] : []),
    ...(headRefName ? [["head_ref = ?", headRefName] as const] : []),
    ...(baseRefName ? [["base_ref = ?", baseRefName] as const] : []),
  ];
  const direction = orderBy?.direction === "DESC" ? "desc" : "asc";
  const order = `${columns[orderBy?.field ?? "CREATED_AT"]} ${direction}, issues.number ${direction}`;
  return {
    count: () => countPulls(store, filters),
    items: (start: number, end: number) =>
      listPulls(store, filters, { order, limit: end - start, offset: start }),
  };
};

const inStates = `(case when merged_at is not null then 'MERGED' else upper(state) end)
  in (select value from json_each(?))`;

const withLabel = `exists (select 1 from issue_labels join labels on labels.id = label_id
  where issue_labels.issue_id = issues.id and labels.name in (select value from json_each(?)))`;

const columns = {
  CREATED_AT: "issues.number",
  UPDATED_AT: "updated_at",
  COMMENTS: "(select count(*) from comments where comments.issue_id = issues.id)",
} as const;
