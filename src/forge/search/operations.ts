import { z } from "zod";
import { type Answer, ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import type { Issue } from "../issues/table.ts";
import { issueViews } from "../issues/view.ts";
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
  // Octokit takes the first list that it meets for the page, so `items` is before what some answers lack.
  handle: (context): Answer => {
    const { store, urls, query, page } = context;
    const order = query.sort === undefined ? null : orderBy(query.sort, query.order);
    const search = searchOf(context, query.q, order);
    const from = `from issues where ${search.where}`;
    const total =
      store.get<{ count: number }>(`select count(*) as count ${from}`, ...search.values)?.count ?? 0;
    const found = store.all<Issue>(
      `select * from issues where id in (select id ${from} order by ${search.order} limit ? offset ?)
       order by ${search.order}`,
      ...search.values,
      page.size,
      offsetOf(page),
    );
    const views = new Map(
      search.repositories.flatMap((repository) => {
        const own = found.filter((issue) => issue.repository_id === repository.id);
        return own.length === 0
          ? []
          : issueViews({ store, repository, urls }, own).map((view) => [view.id, view]);
      }),
    );
    const items = found.flatMap(({ id, body }) => {
      const view = views.get(id);
      return view ? [{ ...view, body: body ?? "", score: 1 }] : [];
    });
    return {
      ...ok({ total_count: total, incomplete_results: false, items, search_type: "lexical" }),
      list: { page, total },
    };
  },
});

export const searchOperations: readonly Operation[] = [issues];
