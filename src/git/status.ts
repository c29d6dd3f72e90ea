import type { Git } from "./git.ts";

/**
 * What `git status` says of a user's repository, which is read and not written: filters are off, since one may set what
 * it likes (git-lfs writes `.git/config` when it starts), and the index is not refreshed (`GIT_OPTIONAL_LOCKS`). A file
 * whose filter would have found it unchanged may therefore count as changed.
 */
export async function statusOf(git: Git, options: readonly string[]): Promise<string> {
  const { stdout } = await git(["status", ...options], { config: await withoutFilters(git) });
  return stdout;
}

/** An empty command keeps git from the one that is configured: gitattributes(5), "filter". */
async function withoutFilters(git: Git): Promise<Record<string, string>> {
  const { stdout } = await git(
    ["config", "--null", "--name-only", "--get-regexp", "^filter\\..*\\.(clean|smudge|process|required)$"],
    { ok: [1] },
  );
  const names = stdout.split("\0").filter((name) => name !== "");
  return Object.fromEntries(
    names.flatMap((name) => {
      const filter = name.slice(0, name.lastIndexOf("."));
      return [
        [`${filter}.clean`, ""],
        [`${filter}.process`, ""],
        [`${filter}.required`, "false"],
      ];
    }),
  );
}
