/** Parameters whose values may hold slashes. */
const wide = new Set(["ref", "path", "branch", "basehead"]);

/** The parameter that may be left out: a file's path, for the folder that holds everything. */
const optional = "path";

/** The router's pattern for a path of GitHub's description, below a prefix: braces become colons. */
export const routeOf = (prefix: string, path: string): string =>
  prefix !== "" && path === "/" ? prefix : prefix + patternOf(path);

const patternOf = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (!wide.has(name)) return `:${name}`;
    return name === optional ? `:${name}{.+}?` : `:${name}{.+}`;
  });

/** The values of a path's parameters; one that was left out is empty. */
export const parametersOf = (
  path: string,
  values: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => [name, values[name] ?? ""]));

/** Puts the narrower of two paths that match one address first: more segments, then fixed words before parameters. */
export const inMatchingOrder = <Routed extends { readonly path: string }>(
  routed: readonly Routed[],
): Routed[] => routed.toSorted((left, right) => compare(left.path.split("/"), right.path.split("/")));

const compare = (left: readonly string[], right: readonly string[]): number => {
  if (left.length !== right.length) return right.length - left.length;
  for (const [index, segment] of left.entries()) {
    const difference = Number(segment.startsWith("{")) - Number(right[index]?.startsWith("{") ?? false);
    if (difference !== 0) return difference;
  }
  return 0;
};
