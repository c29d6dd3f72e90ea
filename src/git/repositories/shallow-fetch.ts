import { join } from "node:path";
import { readText } from "../files.ts";
import type { Git } from "../git.ts";

/** Brings what is wanted; `more` are further options of `git fetch`. */
export type FetchWith = (wanted: readonly string[], more?: readonly string[]) => Promise<void>;

/** How many commits of each history are brought at first, and where that does not tell how they relate. */
const depths = [30, 300, 3000];

interface Shallow {
  readonly git: Git;
  readonly fetch: FetchWith;
  /** Whether all of these are commits that are here. */
  readonly areHere: (wanted: readonly string[]) => Promise<boolean>;
  /** What a wanted branch, ref or commit is called here. */
  readonly tipOf: (wanted: string) => string;
}

/**
 * Fetches as little history as says how all relates that was ever wanted, with the same answers to what contains what as
 * all of it would give: a lane of a large repository needs the last few of its commits.
 */
export const shallowFetch = ({ git, fetch, areHere, tipOf }: Shallow): FetchWith => {
  const all = new Set<string>();
  let depth: number | null = depths[0] ?? null;
  return async (wanted) => {
    const isKnown = all.size > 0 && (await areHere(wanted));
    if (isKnown && wanted.every((name) => all.has(name))) return;
    for (const name of wanted) all.add(name);
    if (!isKnown) await fetch(wanted, depth === null ? [] : [`--depth=${depth}`]);
    while (depth !== null && !(await isTold(git, [...all].map(tipOf)))) {
      depth = depths[depths.indexOf(depth) + 1] ?? null;
      await fetch([...all], [depth === null ? "--unshallow" : `--depth=${depth}`]);
    }
  };
};

/** Whether no history was cut off above a commit that all tips contain: what lies behind it can make no difference. */
const isTold = async (git: Git, tips: readonly string[]): Promise<boolean> => {
  const text = readText(join(git.objects.dir, "shallow"));
  if (text === null) return true;
  const [first = "", ...others] = tips;
  const shared = others.length === 0 ? first : await sharedBy(git, tips);
  if (shared === null) return false;
  const { stdout } = await git(["rev-list", "--stdin"], { input: `${[...tips, `^${shared}`].join("\n")}\n` });
  const cut = new Set(text.split("\n"));
  return !stdout.split("\n").some((commit) => commit !== "" && cut.has(commit));
};

const sharedBy = async (git: Git, tips: readonly string[]): Promise<string | null> => {
  const { stdout, exitCode } = await git(["merge-base", "--octopus", ...tips], { ok: [1] });
  return exitCode === 0 ? stdout.trim() : null;
};
