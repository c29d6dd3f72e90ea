import { z } from "zod";
import { created, listed, noContent, ok } from "../answer.ts";
import type { Operation, RepositoryContext } from "../context.ts";
import { conflict, notFound } from "../errors.ts";
import { operation } from "../operation.ts";
import { pageItems } from "../pagination.ts";
import { throwOnBadName } from "./names.ts";
import {
  deleteVariable,
  findVariable,
  insertVariable,
  updateVariable,
  type Variable,
  variablesOf,
} from "./variables.ts";

const all = "/repos/{owner}/{repo}/actions/variables";
const one = `${all}/{name}` as const;

const list = operation({
  id: "actions/list-repo-variables",
  method: "GET",
  path: all,
  needs: "write",
  handle: ({ store, repository, page }) => {
    const variables = variablesOf(store, repository.id);
    return listed(
      { total_count: variables.length, variables: pageItems(variables, page) },
      page,
      variables.length,
    );
  },
});

/** @throws HttpError 404 when the repository has no variable of that name. */
const addressed = ({ store, repository, params }: RepositoryContext<{ readonly name: string }>): Variable => {
  const variable = findVariable(store, repository.id, params.name);
  if (!variable) throw notFound();
  return variable;
};

const get = operation({
  id: "actions/get-repo-variable",
  method: "GET",
  path: one,
  needs: "write",
  handle: (context) => ok(addressed(context)),
});

const create = operation({
  id: "actions/create-repo-variable",
  method: "POST",
  path: all,
  needs: "write",
  body: z.object({ name: z.string(), value: z.string() }),
  handle: ({ store, repository, body, now }) => {
    throwOnBadName("Variable", body.name);
    if (findVariable(store, repository.id, body.name)) {
      throw conflict("Already exists - Variable already exists");
    }
    insertVariable(store, { repositoryId: repository.id, ...body }, now);
    return created({});
  },
});

const update = operation({
  id: "actions/update-repo-variable",
  method: "PATCH",
  path: one,
  needs: "write",
  body: z.object({ name: z.string().optional(), value: z.string().optional() }),
  handle: (context) => {
    const { store, repository, body, now } = context;
    const variable = addressed(context);
    const { name = variable.name, value = variable.value } = body;
    throwOnBadName("Variable", name);
    updateVariable(store, { repositoryId: repository.id, variable, name, value }, now);
    return noContent();
  },
});

const remove = operation({
  id: "actions/delete-repo-variable",
  method: "DELETE",
  path: one,
  needs: "write",
  handle: (context) => {
    deleteVariable(context.store, context.repository.id, addressed(context).name);
    return noContent();
  },
});

export const variableOperations: readonly Operation[] = [list, get, create, update, remove];
