import type { Store } from "../store.ts";
import type { Urls } from "../urls.ts";
import type { Repository } from "./table.ts";

/** What a view needs besides its row. */
export interface Shown {
  readonly store: Store;
  readonly repository: Repository;
  readonly urls: Urls;
}
