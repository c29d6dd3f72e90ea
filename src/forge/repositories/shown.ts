import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import type { Urls } from "../urls.ts";

/** What a view needs besides its row. */
export interface Shown {
  readonly store: Store;
  readonly repository: Repository;
  readonly urls: Urls;
}
