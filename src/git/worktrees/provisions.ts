import { mkdirSync, readFileSync } from "node:fs";
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { shown } from "../../gates/words.ts";
import { readText, writeIfOther } from "../files.ts";
import { agentRepositoryOf } from "./agent-repository.ts";
import { removeFolder } from "./remove-folder.ts";
import { steeringIn } from "./steering.ts";
import { pathIn, type TrackedFiles, trackedBy } from "./tracked.ts";
import { compareUntracked, removeUntracked, textOf, type UntrackedPlace, untrackedIn } from "./untracked.ts";
import { gitIn, ownInEntry, type Worktree } from "./worktree.ts";

/** What the plan's `setup` is to provide for: its commands, and the commit that is checked out. */
interface Wanted {
  readonly setup: readonly string[];
  readonly head: string;
}

const untracked = z.array(z.tuple([z.string(), z.string()]));

/** What `setup` made, and of what. */
const provisionsSchema = z.strictObject({
  setup: z.array(z.string()),
  head: z.string(),
  /** Whether no agent's commit was checked out: then it serves all that is built on this one. */
  ofBase: z.boolean(),
  /** The files that steer it, with the names of their contents. */
  steering: z.array(z.string()),
  /** What it made in the worktree, and in the folder of the plan's commands. */
  tree: untracked,
  commands: untracked,
});
type Provisions = z.output<typeof provisionsSchema>;

const trash = "swept";

type Entry = Pick<Worktree, "hub" | "path" | "gitDir">;

/** The folder with `HOME` and `TMPDIR` of the plan's commands, in which no agent writes. */
export const commandsDirOf = ({ gitDir }: Entry): string => join(gitDir, ownInEntry.commands);

/** Whether `setup` need not run here for this commit, as far as can be told without looking at what it made. */
export const isProvisioned = (worktree: Entry, wanted: Wanted): boolean =>
  wanted.setup.length === 0 || lackOf(readProvisions(worktree), wanted, () => trackedIn(worktree)) === null;

/** Makes `setup` find what a new checkout has. */
export const clearForSetup = async (worktree: Entry): Promise<void> => {
  await rm(join(worktree.gitDir, ownInEntry.provisions), { force: true });
  await sweepUntracked(treeOf(worktree));
  await removeFolder(commandsDirOf(worktree));
};

/** Takes what is there now, beside what git tracks, for what `setup` made. */
export const recordProvisions = async (
  worktree: Entry,
  { setup, head, ofBase }: Wanted & { readonly ofBase: boolean },
): Promise<void> => {
  const tracked = trackedIn(worktree);
  await removeFolder(join(commandsDirOf(worktree), "tmp"));
  const made: Provisions = {
    ...{ setup: [...setup], head, ofBase, steering: steeringIn(tracked, setup) },
    tree: [...(await untrackedIn(treeOf(worktree, tracked)))],
    commands: [...(await untrackedIn(commandsOf(worktree)))],
  };
  writeIfOther(join(worktree.gitDir, ownInEntry.provisions), JSON.stringify(made));
};

/** What a worktree is like when all that neither git tracks nor `setup` made was removed. */
interface Swept {
  /** Why `setup` has to run before it is as a new checkout would be; `null` when it has not. */
  readonly lacks: string | null;
  /** What was removed from the worktree, by its uppermost path, sorted. */
  readonly removed: readonly string[];
}

/** Makes a worktree what a new checkout of the commit is after `setup`, as far as `setup` need not run for it. */
export const sweep = async (worktree: Entry, wanted: Wanted): Promise<Swept> => {
  const tracked = trackedIn(worktree);
  const made = wanted.setup.length === 0 ? null : readProvisions(worktree);
  const tree = await sweepUntracked(treeOf(worktree, tracked), made?.tree);
  const commands = await sweepUntracked(commandsOf(worktree), made?.commands);
  if (made !== null || [...tracked.files.keys(), ...tree.removed].some(isAttributes))
    await writeAnew(worktree, wanted.head);
  if (wanted.setup.length === 0) return { lacks: null, removed: tree.removed };
  const lacks = lackOf(made, wanted, () => tracked) ?? tree.lacks ?? commands.lacks;
  return { lacks, removed: tree.removed };
};

const isAttributes = (path: string): boolean => /(^|\/)\.gitattributes$/.test(path);

/**
 * Has git write the files that somebody else has written since it did. By attributes what it took in may have been
 * other than what it writes; and times that a program set would have a build take what `setup` built for new.
 */
const writeAnew = async (worktree: Entry, head: string): Promise<void> => {
  const written = join(worktree.gitDir, ownInEntry.written);
  await gitIn(worktree)(["read-tree", "--reset", "-u", head], { env: { GIT_INDEX_FILE: written } });
  for (const index of [worktree.gitDir, agentRepositoryOf(worktree.path)])
    await copyFile(written, join(index, "index"));
};

const lackOf = (
  made: Provisions | null,
  { setup, head }: Wanted,
  tracked: () => TrackedFiles,
): string | null => {
  if (made === null) return "it has not run here";
  if (!isSame(made.setup, setup)) return "the plan's setup is another now";
  if (made.head === head) return null;
  if (!made.ofBase) return "it ran for another commit of the agent";
  return isSame(made.steering, steeringIn(tracked(), setup)) ? null : "a file that it goes by is another now";
};

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one, at) => one === others[at]);

const readProvisions = ({ gitDir }: Entry): Provisions | null => {
  const text = readText(join(gitDir, ownInEntry.provisions));
  return text === null ? null : (provisionsSchema.safeParse(JSON.parse(text)).data ?? null);
};

const trackedIn = ({ gitDir }: Entry): TrackedFiles => trackedBy(readFileSync(join(gitDir, "index")));

/** All of a worktree but its agent repository, of which only the repositories of submodules stay from run to run. */
const treeOf = (worktree: Entry, { files, folders } = trackedIn(worktree)): UntrackedPlace => ({
  root: worktree.path,
  trash: join(agentRepositoryOf(worktree.path), trash),
  tracks: (path) => {
    const known = pathIn(path);
    if (known === ".git" || folders.has(known)) return "folder";
    const isAgents = known.startsWith(".git/") && known !== ".git/modules";
    return isAgents || files.has(known) ? "file" : null;
  },
});

const commandsOf = (worktree: Entry): UntrackedPlace => {
  const root = commandsDirOf(worktree);
  mkdirSync(root, { recursive: true });
  return {
    ...{ root, trash: join(worktree.gitDir, trash), tracks: () => null },
    isCache: (path) => cache.test(path),
  };
};

/** What toolchains write of their own at every run, and make anew where it is gone: Go counts its runs there. */
const cache =
  /^home\/(?:\.config\/go\/telemetry|\.cache\/(?:go-build|golangci-lint|pip)|Library\/(?:Caches\/(?:go-build|golangci-lint|pip)|Application Support\/go\/telemetry)|\.npm\/_(?:logs|update-notifier-last-checked)|\.gradle\/(?:daemon|notifications))(?:\/|$)/;

const sweepUntracked = async (place: UntrackedPlace, known: Provisions["tree"] = []): Promise<Swept> => {
  const { added, changed } = await compareUntracked(place, new Map(known));
  const lacks = changed === null ? null : `${shown(textOf(changed))} is not as it left it`;
  return { lacks, removed: await removeUntracked(place, added) };
};
