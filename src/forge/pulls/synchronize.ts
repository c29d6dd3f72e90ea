import type { GitRepository } from "../git/repository.ts";
import type { Repository } from "../repositories/table.ts";
import type { Store } from "../store.ts";

/** Brings the repository's open pull requests up to date after branches moved: pushed to, merged or deleted. */
export const synchronizePulls = async (_moved: {
  readonly store: Store;
  readonly repository: Repository;
  readonly git: GitRepository;
  readonly now: string;
}): Promise<void> => {};
