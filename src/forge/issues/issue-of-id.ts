import { notFound } from "../errors.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import { type Issue, issueById } from "./table.ts";

/**
 * The issue of a database id, which is what sub-issues and dependencies are named by.
 * @throws HttpError 404 when the repository has no issue of that id, or it is a pull request.
 */
export const issueOfId = (store: Store, repository: Repository, id: number): Issue => {
  const issue = issueById(store, id);
  if (!issue || issue.repository_id !== repository.id || issue.is_pull) {
    throw notFound("The provided issue does not exist");
  }
  return issue;
};
