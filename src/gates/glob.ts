import picomatch from "picomatch";

/** Dotfiles and line breaks are matched as any character; a `!` at the start is no negation. */
const options = { dot: true, nonegate: true, flags: "s" } as const;

/** Whether a path matches one of the globs. */
export const matcher = (globs: readonly string[]): ((path: string) => boolean) =>
  globs.length === 0 ? () => false : picomatch([...globs], options);

/** The part of a glob before its first wildcard: `.github/workflows` of `.github/workflows/**`. */
export const fixedPart = (glob: string): string => picomatch.scan(glob).base;
