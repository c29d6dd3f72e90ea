import { ok } from "../answer.ts";
import { operation } from "../operation.ts";
import { fullRepositoryView } from "./view.ts";

export const get = operation({
  id: "repos/get",
  method: "GET",
  path: "/repos/{owner}/{repo}",
  needs: "read",
  handle: ({ store, repository, permission, urls }) =>
    ok(fullRepositoryView({ store, repository, urls }, permission)),
});
