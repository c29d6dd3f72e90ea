import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { orNullIfMissing, readText } from "./files.ts";
import type { Git } from "./git.ts";

/**
 * What `git status` says of a user's repository, which is read and not written: filters are off, since one may set what
 * it likes (git-lfs writes `.git/config` when it starts), and the index is not refreshed (`GIT_OPTIONAL_LOCKS`). A file
 * whose filter would have found it unchanged may therefore count as changed.
 */
export const statusOf = async (git: Git, options: readonly string[]): Promise<string> => {
  const filters = await Promise.all([filtersOf(git), filtersOfSubmodules(git)]);
  const { stdout } = await git(["status", ...options], {
    // It looks into each file of a work tree that others write.
    hostile: true,
    config: without(filters.flat()),
  });
  return stdout;
};

/** An empty command keeps git from the one that is configured: gitattributes(5), "filter". */
const without = (filters: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    filters.flatMap((name) => [
      [`filter.${name}.clean`, ""],
      [`filter.${name}.process`, ""],
      [`filter.${name}.required`, "false"],
    ]),
  );

const filtersOf = async (git: Git): Promise<string[]> => {
  const asked = ["--null", "--name-only", "--get-regexp", "^filter\\..*\\.(clean|process|required)$"];
  const { stdout } = await git(["config", ...asked], { ok: [1] });
  return stdout.split("\0").flatMap((key) => /^filter\.(.*)\.[a-z]+$/s.exec(key)?.[1] ?? []);
};

/** Git looks into submodules by their own configuration, besides ours: gitsubmodules(7), "modules". */
const filtersOfSubmodules = async (git: Git): Promise<string[]> => {
  const { stdout } = await git(["rev-parse", "--path-format=absolute", "--git-common-dir"]);
  const configs = await configsIn(join(stdout.replace(/\n$/, ""), "modules"));
  const sections = configs.flatMap((file) => [
    ...(readText(file) ?? "").matchAll(/^\s*\[filter\s+"((?:[^"\\]|\\.)*)"/gim),
  ]);
  return sections.map(([, name = ""]) => name.replace(/\\(.)/g, "$1"));
};

/** Submodules may have a `/` in their names, and submodules of their own. */
const configsIn = async (folder: string): Promise<string[]> => {
  const entries = (await orNullIfMissing(readdir(folder, { withFileTypes: true }))) ?? [];
  if (entries.some(({ name }) => name === "HEAD")) {
    return [join(folder, "config"), ...(await configsIn(join(folder, "modules")))];
  }
  const below = entries.filter((entry) => entry.isDirectory());
  return (await Promise.all(below.map(({ name }) => configsIn(join(folder, name))))).flat();
};
