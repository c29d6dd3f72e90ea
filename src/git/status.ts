import { readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { orNullIfMissing, readText } from "./files.ts";
import type { RunGit } from "./git.ts";

/**
 * What `git status` says of a user's repository, which is read and not written: filters are off, since one may set what
 * it likes (git-lfs writes `.git/config` when it starts), and the index is not refreshed (`GIT_OPTIONAL_LOCKS`). A file
 * whose filter would have found it unchanged may therefore count as changed.
 */
export const statusOf = async (
  git: RunGit,
  options: readonly string[],
  place?: GitPlace,
): Promise<string> => {
  const filters = await Promise.all([filtersIn(git, place), filtersOfSubmodules(git, place)]);
  const { stdout } = await git(["status", ...options], {
    // It looks into each file of a work tree that others write.
    hostile: true,
    config: without(filters.flat()),
  });
  return stdout;
};

/** Where a repository has its settings. */
interface GitPlace {
  readonly gitDir: string;
  readonly commonDir: string;
}

/** An empty command keeps git from the one that is configured: gitattributes(5), "filter". */
const without = (filters: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    filters.flatMap((name) => [
      [`filter.${name}.clean`, ""],
      [`filter.${name}.process`, ""],
      [`filter.${name}.required`, "false"],
    ]),
  );

/** They are asked for once, as long as the files that say them say the same; not where these take in others. */
const filtersIn = async (git: RunGit, place: GitPlace | undefined): Promise<string[]> => {
  if (!place) return await filtersOf(git);
  const files = [
    ...[
      join(place.commonDir, "config"),
      join(place.gitDir, "config.worktree"),
      join(homedir(), ".gitconfig"),
    ],
    join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "git/config"),
  ];
  const texts = files.map((file) => readText(file) ?? "");
  if (texts.some((text) => /^\s*\[include/im.test(text))) return await filtersOf(git);
  const key = JSON.stringify([place.gitDir, ...texts]);
  if (known?.key !== key) known = { key, filters: await filtersOf(git) };
  return known.filters;
};

let known: { readonly key: string; readonly filters: string[] } | null = null;

const filtersOf = async (git: RunGit): Promise<string[]> => {
  const asked = ["--null", "--name-only", "--get-regexp", "^filter\\..*\\.(clean|process|required)$"];
  const { stdout } = await git(["config", ...asked], { ok: [1] });
  return stdout.split("\0").flatMap((key) => /^filter\.(.*)\.[a-z]+$/s.exec(key)?.[1] ?? []);
};

/** Git looks into submodules by their own configuration, besides ours: gitsubmodules(7), "modules". */
const filtersOfSubmodules = async (git: RunGit, place: GitPlace | undefined): Promise<string[]> => {
  const asked = ["rev-parse", "--path-format=absolute", "--git-common-dir"];
  const commonDir = place?.commonDir ?? (await git(asked)).stdout.replace(/\n$/, "");
  const configs = await configsIn(join(commonDir, "modules"));
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
