import { treeAt } from "../facts/tree.ts";
import type { Git } from "../git.ts";
import { lineDown } from "../objects/line.ts";
import { entriesOf, isFolder } from "../objects/tree.ts";
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
  const trees = await treesIn(git, { start, heads: unknown, published }, commits);
  if (trees.size === 0) return;
  const limit = most + (await pathsIn(git, await treeAt(git, start)));
  for (const tree of trees) {
    if ((await pathsIn(git, tree)) > limit)
      throw refusal(`one of its commits holds more than ${limit} paths`, {
        hint: "take them out of the history",
      });
  }
};

/** The trees of the commits, each once. */
const treesIn = async (
  git: Git,
  { start, heads, published }: Required<Made>,
  most: number,
): Promise<ReadonlySet<string>> => {
  const [head = "", ...others] = heads;
  const line = others.length === 0 ? await lineDown(git, head, [start, ...published]) : null;
  if (line) return new Set(line.map(({ tree }) => tree));
  const log = ["log", "--no-show-signature", "--format=%T", `--max-count=${most + 1}`];
  const { stdout } = await git([...log, ...heads, "--not", start, ...published, "--"]).catch(
    (cause: unknown) => {
      throw refusal("its head is no commit", { cause });
    },
  );
  return new Set(stdout.split("\n").filter((line) => line !== ""));
};

/** How many paths each tree has that was counted: what names one folder a million times is read once. */
const counted = new Map<string, Promise<number>>();
const mostCounted = 200_000;

const pathsIn = (git: Git, tree: string): Promise<number> => {
  const known = counted.get(tree);
  if (known) return known;
  if (counted.size >= mostCounted) counted.clear();
  const counting = countIn(git, tree);
  counted.set(tree, counting);
  counting.catch(() => counted.delete(tree));
  return counting;
};

const countIn = async (git: Git, tree: string): Promise<number> => {
  const entries = await entriesOf(git, tree);
  const folders = await Promise.all(entries.filter(isFolder).map(({ sha }) => pathsIn(git, sha)));
  return folders.reduce((sum, paths) => sum + paths, entries.length - folders.length);
};
