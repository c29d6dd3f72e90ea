import { z } from "zod";
import { created, listedPage, noContent, ok } from "../../answer.ts";
import { byNumber } from "../../by-number.ts";
import { timestamp } from "../../clock.ts";
import type { Operation } from "../../context.ts";
import { notFound, throwOnProblems, type ValidationProblem } from "../../errors.ts";
import { operation } from "../../operation.ts";
import type { Repository } from "../../repository.ts";
import type { Store } from "../../store.ts";
import { tooLong } from "../../text-length.ts";
import type { IssueLabel } from "../labels/table.ts";
import { labelView } from "../labels/view.ts";
import { findMilestone, insertMilestone, type Milestone, milestoneById, milestonesOf } from "./table.ts";
import { milestoneView } from "./view.ts";

const all = "/repos/{owner}/{repo}/milestones";
const one = "/repos/{owner}/{repo}/milestones/{milestone_number}";

const list = operation({
  id: "issues/list-milestones",
  method: "GET",
  path: all,
  needs: "read",
  query: z.object({
    state: z.enum(["open", "closed", "all"]).default("open"),
    sort: z.enum(["due_on", "completeness"]).default("due_on"),
    direction: z.enum(["asc", "desc"]).default("asc"),
  }),
  handle: ({ store, repository, query, page, urls }) => {
    const milestones = milestonesOf(store, repository.id)
      .filter(({ state }) => query.state === "all" || query.state === state)
      .toSorted(query.sort === "due_on" ? byDueDate : byCompleteness);
    if (query.direction === "desc") milestones.reverse();
    return listedPage(milestones, page, (row) => milestoneView({ store, repository, urls }, row));
  },
});

const byDueDate = (left: Milestone, right: Milestone): number =>
  (left.due_on ?? "9999").localeCompare(right.due_on ?? "9999") || left.number - right.number;

const byCompleteness = (left: Milestone, right: Milestone): number =>
  completeness(left) - completeness(right) || left.number - right.number;

const completeness = ({ open_issues, closed_issues }: Milestone): number =>
  closed_issues / Math.max(1, open_issues + closed_issues);

const due = z.iso
  .datetime({ offset: true })
  .transform((text) => timestamp(new Date(text)))
  .nullish();

const create = operation({
  id: "issues/create-milestone",
  method: "POST",
  path: all,
  needs: "write",
  body: z.object({
    title: z.string(),
    state: z.enum(["open", "closed"]).default("open"),
    description: z.string().nullish(),
    due_on: due,
  }),
  handle: ({ store, repository, user, body, now, urls }) =>
    store.transaction(() => {
      throwOnProblems(milestoneProblems(store, { repository, title: body.title, self: null }));
      const id = insertMilestone(
        store,
        {
          repository_id: repository.id,
          title: body.title,
          description: body.description ?? null,
          state: body.state,
          creator_id: user().id,
          due_on: body.due_on ?? null,
        },
        now,
      );
      const milestone = milestoneById(store, id);
      if (!milestone) throw notFound();
      const view = milestoneView({ store, repository, urls }, milestone);
      return created(view, view.url);
    }),
});

const get = operation({
  id: "issues/get-milestone",
  method: "GET",
  path: one,
  needs: "read",
  handle: ({ store, repository, params, urls }) =>
    ok(milestoneView({ store, repository, urls }, milestoneAt(store, repository, params.milestone_number))),
});

const update = operation({
  id: "issues/update-milestone",
  method: "PATCH",
  path: one,
  needs: "write",
  body: z.object({
    title: z.string().optional(),
    state: z.enum(["open", "closed"]).optional(),
    description: z.string().nullish(),
    due_on: due,
  }),
  handle: ({ store, repository, params, body, now, urls }) =>
    store.transaction(() => {
      const milestone = milestoneAt(store, repository, params.milestone_number);
      const { title = milestone.title, state = milestone.state } = body;
      throwOnProblems(milestoneProblems(store, { repository, title, self: milestone.id }));
      store.run(
        `update milestones set title = ?, state = ?, description = ?, due_on = ?, updated_at = ?, closed_at = ?
         where id = ?`,
        title,
        state,
        body.description === undefined ? milestone.description : body.description,
        body.due_on === undefined ? milestone.due_on : body.due_on,
        now,
        state === "open" ? null : (milestone.closed_at ?? now),
        milestone.id,
      );
      const changed = milestoneById(store, milestone.id) ?? milestone;
      return ok(milestoneView({ store, repository, urls }, changed));
    }),
});

const remove = operation({
  id: "issues/delete-milestone",
  method: "DELETE",
  path: one,
  needs: "write",
  handle: ({ store, repository, params }) =>
    store.transaction(() => {
      const milestone = milestoneAt(store, repository, params.milestone_number);
      store.run("delete from milestones where id = ?", milestone.id);
      return noContent();
    }),
});

const listLabels = operation({
  id: "issues/list-labels-for-milestone",
  method: "GET",
  path: "/repos/{owner}/{repo}/milestones/{milestone_number}/labels",
  needs: "read",
  handle: ({ store, repository, params, page, urls }) => {
    const milestone = milestoneAt(store, repository, params.milestone_number);
    const labels = store.all<IssueLabel>(
      `select * from labels where id in (
         select label_id from issue_labels join issues on issues.id = issue_id where milestone_id = ?)
       order by name`,
      milestone.id,
    );
    return listedPage(labels, page, (label) => labelView({ repository, urls }, label));
  },
});

const milestoneProblems = (
  store: Store,
  { repository, title, self }: { repository: Repository; title: string; self: number | null },
): ValidationProblem[] => {
  if (title.trim() === "") return [{ resource: "Milestone", code: "missing_field", field: "title" }];
  const same = milestonesOf(store, repository.id).find((milestone) => milestone.title === title);
  return [
    ...tooLong("Milestone", "title", { text: title, limit: 255 }),
    ...(same && same.id !== self
      ? [{ resource: "Milestone", code: "already_exists", field: "title" } as const]
      : []),
  ];
};

const milestoneAt = (store: Store, repository: Repository, number: string): Milestone =>
  byNumber(number, (value) => findMilestone(store, repository.id, value));

export const milestonesOperations: readonly Operation[] = [list, create, get, update, remove, listLabels];
