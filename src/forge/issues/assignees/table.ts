import type { User } from "../../accounts.ts";
import type { Store } from "../../store.ts";

export const assigneesOf = (store: Store, issueId: number): User[] =>
  store.all<User>(
    `select users.id, login, users.created_at from users
     join assignees on user_id = users.id where issue_id = ? order by users.id`,
    issueId,
  );
