import { z } from "zod";
import { created, listedPage, noContent, ok } from "../../answer.ts";
import type { Operation } from "../../context.ts";
import { notFound, throwOnProblems, type ValidationProblem } from "../../errors.ts";
import { operation } from "../../operation.ts";
import type { Repository } from "../../repository.ts";
import type { Store } from "../../store.ts";
import { colorProblems, descriptionProblems, labelNameProblems } from "./input.ts";
import { defaultColor, findLabel, type IssueLabel, insertLabel, labelsIn } from "./table.ts";
import { labelView } from "./view.ts";

const all = "/repos/{owner}/{repo}/labels";
const one = "/repos/{owner}/{repo}/labels/{name}";

const list = operation({
  id: "issues/list-labels-for-repo",
  method: "GET",
  path: all,
  needs: "read",
  handle: ({ store, repository, page, urls }) => {
    const labels = labelsIn(store, repository.id);
    return listedPage(labels, page, (label) => labelView({ repository, urls }, label));
  },
});

export const create = operation({
  id: "issues/create-label",
  method: "POST",
  path: all,
  needs: "write",
  body: z.object({
    name: z.string(),
    color: z.string().optional(),
    description: z.string().nullish(),
  }),
  handle: ({ store, repository, body, urls }) =>
    store.transaction(() => {
      throwOnProblems([...labelProblems(body), ...duplicate(findLabel(store, repository.id, body.name))]);
      insertLabel(store, {
        repository_id: repository.id,
        name: body.name,
        color: body.color ?? defaultColor,
        description: body.description ?? null,
      });
      const view = labelView({ repository, urls }, labelAt(store, repository, body.name));
      return created(view, view.url);
    }),
});

const get = operation({
  id: "issues/get-label",
  method: "GET",
  path: one,
  needs: "read",
  handle: ({ store, repository, params, urls }) =>
    ok(labelView({ repository, urls }, labelAt(store, repository, params.name))),
});

const update = operation({
  id: "issues/update-label",
  method: "PATCH",
  path: one,
  needs: "write",
  body: z.object({
    new_name: z.string().optional(),
    color: z.string().optional(),
    description: z.string().nullish(),
  }),
  handle: ({ store, repository, params, body, urls }) =>
    store.transaction(() => {
      const label = labelAt(store, repository, params.name);
      const name = body.new_name ?? label.name;
      const other = findLabel(store, repository.id, name);
      throwOnProblems([
        ...labelProblems({ ...body, name }),
        ...duplicate(other?.id === label.id ? undefined : other),
      ]);
      store.run(
        "update labels set name = ?, color = ?, description = ? where id = ?",
        name,
        body.color ?? label.color,
        body.description === undefined ? label.description : body.description,
        label.id,
      );
      return ok(labelView({ repository, urls }, labelAt(store, repository, name)));
    }),
});

const remove = operation({
  id: "issues/delete-label",
  method: "DELETE",
  path: one,
  needs: "write",
  handle: ({ store, repository, params }) =>
    store.transaction(() => {
      store.run("delete from labels where id = ?", labelAt(store, repository, params.name).id);
      return noContent();
    }),
});

const labelProblems = (label: {
  name: string;
  color?: string | undefined;
  description?: string | null | undefined;
}): ValidationProblem[] => [
  ...labelNameProblems(label.name),
  ...colorProblems(label.color),
  ...descriptionProblems(label.description),
];

const duplicate = (other: IssueLabel | undefined): ValidationProblem[] =>
  other ? [{ resource: "Label", code: "already_exists", field: "name" }] : [];

const labelAt = (store: Store, repository: Repository, name: string): IssueLabel => {
  const label = findLabel(store, repository.id, name);
  if (!label) throw notFound();
  return label;
};

export const labelsOperations: readonly Operation[] = [list, create, get, update, remove];
