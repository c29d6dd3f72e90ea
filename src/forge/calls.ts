import type { Answer } from "./answer.ts";
import type { RepositoryContext } from "./context.ts";
import type { RepositoryOperation } from "./operation.ts";
import type { Repository } from "./repositories/table.ts";

/** What a request may ask of other operations in its asker's name, with their permissions, limits and events. */
export interface Calls {
  /**
   * The repository as the operation would see it.
   * @throws HttpError as the operation does when the asker may not call it there.
   */
  readonly enter: (operation: RepositoryOperation, repository: Repository) => RepositoryContext;
  /** Lets the operation answer, in its turn. @throws HttpError as the operation does. */
  readonly perform: (operation: RepositoryOperation, call: Call) => Promise<Answer>;
}

export interface Call {
  readonly repository: Repository;
  /** The other parameters of the operation's path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
