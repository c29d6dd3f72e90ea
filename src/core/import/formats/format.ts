import type { Backlog } from "../backlog.ts";
import type { DocumentOptions } from "../document.ts";
import type { ImportSource } from "../source.ts";

/** A way in which people keep what is to be done, recognised by its own shape. */
export interface Format {
  readonly name: string;
  /** What a source in it says; `null` when it is none. */
  readonly read: (source: ImportSource, options: DocumentOptions) => Backlog | null;
}
