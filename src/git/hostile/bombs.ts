import { MilepostError } from "../../core/error.ts";
import type { Git } from "../git.ts";
import { ofCommits, remembered } from "../remembered.ts";
import { handOffLimits } from "./limits.ts";
import { refusal } from "./refusal.ts";

/** Commits that a stranger made. */
interface Made {
  readonly start: string;
  readonly heads: readonly string[];
  readonly published?: readonly string[];
}

/**
 * Refuses commits whose folders name each other so often that a few objects make millions of paths: whatever lists or
 * checks out such a tree takes the machine's memory and disk. To be asked before anything else looks at the commits.
 *
 * @throws {MilepostError} when one of them has more paths than where they start and `most` besides, or when there are
 * too many of them.
 */
export const refuseBombs = async (
  git: Git,
  { start, heads, published = [] }: Made,
  { files: most, commits }: Pick<typeof handOffLimits, "files" | "commits"> = handOffLimits,
): Promise<void> => {
  const unknown = heads.filter((sha) => sha !== start && !published.includes(sha));
  if (unknown.length === 0) return;
  const range = [...unknown, "--not", start, ...published, "--"];
  const { stdout } = await git([
    ...["log", "--no-show-signature", "--format=%T", `--max-count=${commits + 1}`],
    ...range,
  ]).catch((cause: unknown) => {
    throw refusal("its head is no commit", { cause });
  });
  const trees = new Set(stdout.split("\n").filter((line) => line !== ""));
  if (trees.size === 0) return;
  const limit = most + (await allPathsIn(git, start));
  for (const tree of trees) {
    if ((await pathsIn(git, tree, limit)) > limit)
      throw refusal(`one of its commits holds more than ${limit} paths`, {
        hint: "take them out of the history",
      });
  }
};

const allPathsIn = remembered((git, commit) => pathsIn(git, commit, Number.POSITIVE_INFINITY), ofCommits);

/** The paths of a tree; no more are listed than it takes to know that they are over the limit. */
const pathsIn = async (git: Git, tree: string, limit: number): Promise<number> => {
  const enough = new AbortController();
  let paths = 0;
  const onOutput = (chunk: Uint8Array): void => {
    for (let at = chunk.indexOf(0); at !== -1; at = chunk.indexOf(0, at + 1)) paths += 1;
    if (paths > limit) enough.abort();
  };
  try {
    await git(["ls-tree", "-r", "-z", "--name-only", "--full-tree", tree], {
      onOutput,
      signal: enough.signal,
    });
  } catch (error) {
    if (!(error instanceof MilepostError) || !enough.signal.aborted) throw error;
  }
  return paths;
};
