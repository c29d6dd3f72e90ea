import { familyOf } from "../coverage/languages.ts";
import { folderOf } from "../coverage/paths.ts";
import type { Facts } from "../gate.ts";
import type { SizedFile } from "../result.ts";
import { importsAmong } from "./imports.ts";
import { declaredIn, wordsIn } from "./names-in.ts";
import type { SplitFile } from "./units.ts";

/** The files of a change as they are split, with what each needs of the others. */
export const splitFilesOf = (
  { files: changes, changed }: Pick<Facts, "files" | "changed">,
  sized: readonly SizedFile[],
): SplitFile[] => {
  const needs = changed ? needsOf(changes, changed) : null;
  const users = changed ? usersOfRemoved(changed) : null;
  return sized.map(({ path, from, lines, handWritten }, at) => ({
    ...{ path, from, lines, handWritten },
    deleted: changes[at]?.after === null,
    needs: needs?.get(path) ?? [],
    users: users?.get(path) ?? [],
  }));
};

/** What is imported comes first; who imports what the change moves must not be without it for a part. */
const needsOf = (
  files: Facts["files"],
  changed: NonNullable<Facts["changed"]>,
): ReadonlyMap<string, readonly string[]> => {
  const lines = changed.map(({ path, added }) => ({ path, lines: added.map(({ text }) => text) }));
  const imports = new Map(withoutStrangers(importsAmong(lines), lines));
  for (const { path, from } of files) {
    if (from === null) continue;
    const users = [...imports].filter(([, needs]) => needs.includes(path)).map(([user]) => user);
    imports.set(path, [...(imports.get(path) ?? []), ...users]);
  }
  return imports;
};

/** The files that cease to use names which a file ceases to declare: they must not be left behind by it. */
const usersOfRemoved = (changed: NonNullable<Facts["changed"]>): ReadonlyMap<string, readonly string[]> => {
  const users = new Map<string, string[]>();
  for (const { path, deleted } of changed)
    for (const name of wordsIn(deleted)) users.set(name, [...(users.get(name) ?? []), path]);
  return new Map(
    changed.flatMap(({ path, added, deleted }) => {
      const kept = declaredIn(added);
      const removed = [...declaredIn(deleted)].filter((name) => !kept.has(name) && name.length >= leastName);
      const family = familyOf(path);
      const found = removed
        .flatMap((name) => users.get(name) ?? [])
        .filter((other) => other !== path && familyOf(other) === family);
      return found.length > 0 && family !== null ? [[path, [...new Set(found)]] as const] : [];
    }),
  );
};

/** Shorter names are anybody's. */
const leastName = 4;

interface FileLines {
  readonly path: string;
  readonly lines: readonly string[];
}

/**
 * Files of one Go package need no import, so that all of them seem to need each other: what only some do is told by the
 * names that they declare and use.
 */
const withoutStrangers = (
  imports: ReadonlyMap<string, readonly string[]>,
  files: readonly FileLines[],
): ReadonlyMap<string, readonly string[]> => {
  const go = files.filter(({ path }) => path.endsWith(".go"));
  const declared = new Map(go.map(({ path, lines }) => [path, namesIn(lines, declaration)]));
  const used = new Map(go.map(({ path, lines }) => [path, namesIn(lines, word)]));
  return new Map(
    [...imports].map(([path, needs]) => {
      const words = used.get(path);
      const isNeeded = (other: string): boolean =>
        words === undefined ||
        folderOf(other) !== folderOf(path) ||
        [...(declared.get(other) ?? [])].some((name) => words.has(name));
      return [path, needs.filter(isNeeded)];
    }),
  );
};

const declaration = /^(?:func\s+(?:\([^)]*\)\s*)?|type\s+|var\s+|const\s+)([A-Za-z_]\w*)/;
const word = /[A-Za-z_]\w*/g;

const namesIn = (lines: readonly string[], pattern: RegExp): ReadonlySet<string> =>
  new Set(
    lines.flatMap((line) => (pattern.global ? (line.match(pattern) ?? []) : (pattern.exec(line)?.[1] ?? []))),
  );
