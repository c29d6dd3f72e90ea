import picomatch from "picomatch";

/** Where GitHub looks for it, in this order. */
export const codeOwnersFiles = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** Who owns changed files: of each file that has owners their logins, every list once. */
export const ownersOf = (codeOwners: string, paths: readonly string[]): string[][] => {
  const rules = codeOwners.split("\n").flatMap(ruleIn);
  const lists = paths.flatMap((path) => {
    // The last line that fits decides; one without owners leaves a file to everybody.
    const owners = rules.findLast(({ fits }) => fits(path))?.owners ?? [];
    return owners.length === 0 ? [] : [owners];
  });
  return [...new Map(lists.map((owners) => [owners.join(" "), owners])).values()];
};

const ruleIn = (line: string): { fits: (path: string) => boolean; owners: string[] }[] => {
  const [pattern, ...names] = line
    .replace(/(^|\s)#.*$/, "")
    .trim()
    .split(/\s+/);
  if (!pattern) return [];
  const globs = globsOf(pattern);
  const owners = names.filter((name) => name.startsWith("@")).map((name) => name.slice(1).toLowerCase());
  return [{ fits: (path) => picomatch.isMatch(path, globs, { dot: true }), owners }];
};

/** As in a .gitignore: without a slash before its end a pattern fits at any depth, and a folder is all that is in it. */
const globsOf = (pattern: string): string[] => {
  const isFolder = pattern.endsWith("/");
  const bare = pattern.replace(/^\/|\/$/g, "");
  const rooted = pattern.startsWith("/") || bare.includes("/") ? bare : `**/${bare}`;
  return isFolder ? [`${rooted}/**`] : [rooted, `${rooted}/**`];
};
