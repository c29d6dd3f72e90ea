import type { GoModule } from "./go-module.ts";
import { below, isAbsolute, normalPath, within } from "./paths.ts";

/** What a report's paths are looked for in. */
export interface CoveredRepository {
  /** The worktree's folder, absolute; a second time by its real path if that differs. */
  readonly roots: readonly string[];
  /** Every path that git tracks at the head. */
  readonly paths: ReadonlySet<string>;
  readonly modules: readonly GoModule[];
}

/** A path of the report and the paths of the repository that it may mean. */
export interface Match {
  readonly path: string;
  readonly places: readonly string[];
}

/** The rest of an absolute path below one of the worktree's names; `null` when it lies elsewhere. */
export const restBelow = (path: string, roots: readonly string[]): string | null => {
  const rests = roots.map((root) => below(normalPath(root), path));
  return rests.find((rest) => rest !== null) ?? null;
};

/** A relative path as it reads from each of the report's source folders; none for an absolute one. */
export const inSources = (path: string, sources: readonly string[]): string[] =>
  isAbsolute(normalPath(path)) ? [] : sources.map((source) => within(normalPath(source), path));
