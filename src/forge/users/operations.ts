import { findUser } from "../accounts.ts";
import { ok } from "../answer.ts";
import type { Operation } from "../context.ts";
import { notFound } from "../errors.ts";
import { globalOperation } from "../operation.ts";
import { repositoriesOf } from "../repositories/table.ts";
import type { Store } from "../store.ts";
import { fullUserView } from "./view.ts";

const getAuthenticated = globalOperation({
  id: "users/get-authenticated",
  method: "GET",
  path: "/user",
  needs: "user",
  handle: ({ store, user, urls }) => ok(fullUserView(user(), urls, publicRepositories(store, user().id))),
});

const getByUsername = globalOperation({
  id: "users/get-by-username",
  method: "GET",
  path: "/users/{username}",
  needs: "none",
  handle: ({ store, params, urls }) => {
    const user = findUser(store, params.username);
    if (!user) throw notFound();
    return ok(fullUserView(user, urls, publicRepositories(store, user.id)));
  },
});

const publicRepositories = (store: Store, userId: number): number =>
  repositoriesOf(store, userId).filter((repository) => !repository.private).length;

export const usersOperations: readonly Operation[] = [getAuthenticated, getByUsername];
