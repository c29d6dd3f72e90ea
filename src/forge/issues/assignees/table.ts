import type { User } from "../../accounts.ts";
import { assignableUsers } from "../../repositories/collaborators/table.ts";
import type { Store } from "../../store.ts";

export const assigneesOf = (store: Store, issueId: number): User[] =>
  store.all<User>(
    `select users.id, login, users.created_at from users
     join assignees on user_id = users.id where issue_id = ? order by users.id`,
    issueId,
  );

/** The assignees of many issues, whose ids are a JSON list; each with its issue. */
export const assigneesOfAll = (store: Store, ids: string): (User & { readonly of_issue: number })[] =>
  store.all(
    `select issue_id as of_issue, users.id, login, users.created_at from assignees
     join users on users.id = user_id where issue_id in (select value from json_each(?)) order by users.id`,
    ids,
  );

/** Assigns those of the logins that can be assigned. */
export const addAssignees = (
  store: Store,
  issue: { readonly id: number; readonly repository_id: number },
  logins: readonly string[],
): void => {
  const wanted = new Set(logins.map((login) => login.toLowerCase()));
  for (const user of assignableUsers(store, issue.repository_id)) {
    if (!wanted.has(user.login.toLowerCase())) continue;
    store.run("insert or ignore into assignees (issue_id, user_id) values (?, ?)", issue.id, user.id);
  }
};

/** Makes these the only assignees. */
export const setAssignees = (
  store: Store,
  issue: { readonly id: number; readonly repository_id: number },
  logins: readonly string[],
): void => {
  store.run("delete from assignees where issue_id = ?", issue.id);
  addAssignees(store, issue, logins);
};
