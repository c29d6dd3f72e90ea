import type { Git } from "../git.ts";

/** All paths of a commit, each with its mode. */
export const readTree = async (git: Git, commit: string): Promise<Map<string, string>> => {
  const { stdout } = await git(["ls-tree", "-r", "-z", "--full-tree", commit]);
  return new Map(
    stdout.split("\0").flatMap((line): [string, string][] => {
      const tab = line.indexOf("\t");
      return tab < 0 ? [] : [[line.slice(tab + 1), line.slice(0, 6)]];
    }),
  );
};
