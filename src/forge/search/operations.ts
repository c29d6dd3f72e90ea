import { z } from "zod";
import { type Answer, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import type { Issue } from "../issues/table.ts";
import { issueView } from "../issues/view.ts";
import { globalOperation } from "../operation.ts";
import { offsetOf } from "../pagination.ts";
import { orderBy, searchOf } from "./issues.ts";

const issues = globalOperation({
  id: "search/issues-and-pull-requests",
  method: "GET",
  path: "/search/issues",
  needs: "none",
  query: z.object({
    q: z.string().min(1),
    sort: z.string().optional(),
    order: z.enum(["asc", "desc"]).default("desc"),
  }),
  handle: (context): Answer => {
    const { store, urls, query, page } = context;
    const order = query.sort === undefined ? null : orderBy(query.sort, query.order);
    const search = searchOf(context, query.q, order);
    const from = `from issues where ${search.where}`;
    const total =
      store.get<{ count: number }>(`select count(*) as count ${from}`, ...search.values)?.count ?? 0;
    const found = store.all<Issue>(
      `select * ${from} order by ${search.order} limit ? offset ?`,
      ...search.values,
      page.size,
      offsetOf(page),
    );
    const items = found.flatMap((issue) => {
      const repository = search.repositories.find(({ id }) => id === issue.repository_id);
      return repository
        ? [{ ...issueView({ store, repository, urls }, issue), body: issue.body ?? "", score: 1 }]
        : [];
    });
    return {
      ...ok({ total_count: total, incomplete_results: false, search_type: "lexical", items }),
      list: { page, total },
    };
  },
});

export const searchOperations: readonly Operation[] = [issues];
