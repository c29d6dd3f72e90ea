/** Parameters whose values may hold slashes. */
const wide = new Set(["ref", "path", "branch", "basehead"]);

/** The router's pattern for a path of GitHub's description: braces become colons. */
export const routeOf = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => (wide.has(name) ? `:${name}{.+}` : `:${name}`));

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
