import type { User } from "../../accounts.ts";
import type { Store } from "../../store.ts";

/** Who can be assigned in a repository: its owner and everyone who was added to it. */
export const assignableUsers = (store: Store, repositoryId: number): User[] =>
  store.all<User>(
    `select id, login, created_at from users
     where id in (select owner_id from repositories where id = ?1)
       or id in (select user_id from collaborators where repository_id = ?1)
     order by login`,
    repositoryId,
  );
