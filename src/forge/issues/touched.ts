import type { RepositoryContext } from "../context.ts";
import { type Issue, issueById, touchIssue } from "./table.ts";
import { issueView } from "./view.ts";

/** Marks an issue as changed and shows it. */
export const touched = ({ store, repository, now, urls }: RepositoryContext<unknown>, issue: Issue) => {
  touchIssue(store, issue.id, now);
  return issueView({ store, repository, urls }, issueById(store, issue.id) ?? issue);
};
