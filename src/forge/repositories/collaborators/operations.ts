import { z } from "zod";
import { findUser, type User } from "../../accounts.ts";
import { listedPage, noContent, ok } from "../../answer.ts";
import type { Operation } from "../../context.ts";
import { notFound, unprocessable } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { type Permission, permissionOf } from "../../permissions.ts";
import type { Store } from "../../store.ts";
import type { Urls } from "../../urls.ts";
import { userView } from "../../user-view.ts";
import { permissionsView } from "../view.ts";
import { assignableUsers } from "./table.ts";

const one = "/repos/{owner}/{repo}/collaborators/{username}";

const list = operation({
  id: "repos/list-collaborators",
  method: "GET",
  path: "/repos/{owner}/{repo}/collaborators",
  needs: "write",
  handle: ({ store, repository, page, urls }) => {
    const users = assignableUsers(store, repository.id);
    return listedPage(users, page, (user) =>
      collaboratorView(urls, user, permissionOf(store, repository, user.id)),
    );
  },
});

const check = operation({
  id: "repos/check-collaborator",
  method: "GET",
  path: one,
  needs: "write",
  handle: ({ store, repository, params }) => {
    const login = params.username.toLowerCase();
    const known = assignableUsers(store, repository.id).some((user) => user.login.toLowerCase() === login);
    if (!known) throw notFound();
    return noContent();
  },
});

/** The names that the API takes for a role: the old ones, in which reading is pulling and writing is pushing. */
const roles = {
  pull: "read",
  read: "read",
  triage: "triage",
  push: "write",
  write: "write",
  maintain: "maintain",
  admin: "admin",
} as const;

const add = operation({
  id: "repos/add-collaborator",
  method: "PUT",
  path: one,
  needs: "admin",
  body: z.object({
    permission: z.enum(["pull", "read", "triage", "push", "write", "maintain", "admin"]).default("push"),
  }),
  handle: ({ store, repository, params, body }) =>
    store.transaction(() => {
      const user = userAt(store, params.username);
      if (user.id === repository.owner_id) throw unprocessable("Repository owner cannot be a collaborator");
      store.run(
        "insert or replace into collaborators (repository_id, user_id, role) values (?, ?, ?)",
        repository.id,
        user.id,
        roles[body.permission],
      );
      return noContent();
    }),
});

const remove = operation({
  id: "repos/remove-collaborator",
  method: "DELETE",
  path: one,
  needs: "admin",
  handle: ({ store, repository, params }) =>
    store.transaction(() => {
      const user = userAt(store, params.username);
      store.run("delete from collaborators where repository_id = ? and user_id = ?", repository.id, user.id);
      store.run(
        `delete from assignees where user_id = ?
           and issue_id in (select id from issues where repository_id = ?)`,
        user.id,
        repository.id,
      );
      return noContent();
    }),
});

const getPermission = operation({
  id: "repos/get-collaborator-permission-level",
  method: "GET",
  path: "/repos/{owner}/{repo}/collaborators/{username}/permission",
  needs: "read",
  handle: ({ store, repository, params, urls }) => {
    const user = userAt(store, params.username);
    const held = permissionOf(store, repository, user.id);
    return ok({
      permission: baseOf(held),
      role_name: held,
      user: collaboratorView(urls, user, held),
    });
  },
});

/** GitHub's older four levels, in which triage reads and maintain writes. */
const baseOf = (permission: Permission): "admin" | "write" | "read" | "none" => {
  switch (permission) {
    case "triage":
      return "read";
    case "maintain":
      return "write";
    case "none":
    case "read":
    case "write":
    case "admin":
      return permission;
    default:
      return permission satisfies never;
  }
};

const collaboratorView = (urls: Urls, user: User, permission: Permission) => ({
  ...userView(user, urls),
  permissions: permissionsView(permission),
  role_name: permission,
});

const userAt = (store: Store, login: string): User => {
  const user = findUser(store, login);
  if (!user) throw notFound();
  return user;
};

export const collaboratorsOperations: readonly Operation[] = [list, check, add, remove, getPermission];
