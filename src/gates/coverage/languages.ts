import { nameOf } from "./paths.ts";

/** What kind of file a path is, by its ending: `.ts`, small; `""` when it has none. */
export const extensionOf = (path: string): string =>
  /[^.]\.([^.]+)$/.exec(nameOf(path))?.[1]?.toLowerCase() ?? "";

/**
 * The endings of the files that a report covers. An empty report tells none, as before the first test of a repository:
 * then it is those that the formats' tools commonly cover.
 */
export const languagesOf = (paths: Iterable<string>): ReadonlySet<string> => {
  const found = new Set([...paths].map(extensionOf).filter((extension) => extension !== ""));
  return found.size > 0 ? found : common;
};

const common: ReadonlySet<string> = new Set(
  "c cc cpp cs dart ex go java jl js jsx kt lua mjs cjs mts cts php py rb rs scala sol svelte swift ts tsx vue".split(
    " ",
  ),
);
