import type { Facts } from "../gate.ts";
import type { SizedFile } from "../result.ts";
import { importsAmong } from "./imports.ts";
import type { SplitFile } from "./units.ts";

/** The files of a change as they are split, with what each needs of the others. */
export const splitFilesOf = (
  { files: changes, changed }: Pick<Facts, "files" | "changed">,
  sized: readonly SizedFile[],
): SplitFile[] => {
  const needs = changed ? needsOf(changes, changed) : null;
  return sized.map(({ path, from, lines, handWritten }, at) => ({
    ...{ path, from, lines, handWritten },
    deleted: changes[at]?.after === null,
    needs: needs?.get(path) ?? [],
  }));
};

/** What is imported comes first; who imports what the change moves must not be without it for a part. */
const needsOf = (
  files: Facts["files"],
  changed: NonNullable<Facts["changed"]>,
): ReadonlyMap<string, readonly string[]> => {
  const lines = changed.map(({ path, added }) => ({ path, lines: added.map(({ text }) => text) }));
  const imports = new Map(importsAmong(lines));
  for (const { path, from } of files) {
    if (from === null) continue;
    const users = [...imports].filter(([, needs]) => needs.includes(path)).map(([user]) => user);
    imports.set(path, [...(imports.get(path) ?? []), ...users]);
  }
  return imports;
};
