import { mkdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { lookAt, readText, writeIfOther } from "../files.ts";
import { carriedBy, pathIn } from "./carried.ts";
import { deskOf } from "./desk.ts";
import { compareOthers, type Ground, type Others, othersIn, removeOthers } from "./others.ts";
import { removeFolder } from "./remove-folder.ts";
import { steeringIn } from "./steering.ts";
import { gitIn, ownInEntry, type Worktree } from "./worktree.ts";

/** What the plan's `setup` is to provide for: its commands, and the commit that is checked out. */
export interface Wanted {
  readonly setup: readonly string[];
  readonly head: string;
}

const others = z.array(z.tuple([z.string(), z.string()]));

/** What `setup` made, and of what. */
const provisionsSchema = z.strictObject({
  setup: z.array(z.string()),
  head: z.string(),
  /** Whether no agent's commit was checked out: then it serves all that is built on this one. */
  ofBase: z.boolean(),
  /** The files that steer it, with the names of their contents. */
  steering: z.array(z.string()),
  /** What it made in the worktree, and in the folder of the plan's commands. */
  tree: others,
  commands: others,
});
type Provisions = z.output<typeof provisionsSchema>;

const attic = "swept";

type Entry = Pick<Worktree, "hub" | "path" | "gitDir">;

/** The folder with `HOME` and `TMPDIR` of the plan's commands, in which no agent writes. */
export const commandsDirOf = ({ gitDir }: Entry): string => join(gitDir, ownInEntry.commands);

/** Whether `setup` ran here for this commit, or for what it is built on and nothing that steers `setup` is other. */
export const isProvisioned = (worktree: Entry, wanted: Wanted): boolean =>
  wanted.setup.length === 0 || isFor(wanted, readProvisions(worktree), () => carriedIn(worktree));

/** Makes `setup` find what a new checkout has. */
export async function clearForSetup(worktree: Entry): Promise<void> {
  await rm(join(worktree.gitDir, ownInEntry.provisions), { force: true });
  await sweepGround(treeOf(worktree), new Map());
  await removeFolder(commandsDirOf(worktree));
}

/** Takes what is there now, beside what git carries, for what `setup` made. */
export async function recordProvisions(
  worktree: Entry,
  { setup, head, ofBase }: Wanted & { readonly ofBase: boolean },
): Promise<void> {
  const carried = carriedIn(worktree);
  await removeFolder(join(commandsDirOf(worktree), "tmp"));
  const made: Provisions = {
    ...{ setup: [...setup], head, ofBase, steering: steeringIn(carried, setup) },
    tree: [...(await othersIn(treeOf(worktree, carried)))],
    commands: [...(await othersIn(commandsOf(worktree)))],
  };
  // What is written in the same tick of the system's clock could not be told from what was there.
  await sleep(tick);
  writeIfOther(join(worktree.gitDir, ownInEntry.provisions), JSON.stringify(made));
}

/** Milliseconds between two times that a file's last change can have, at most. */
const tick = 20;

/** What a worktree is like when all that neither git carries nor `setup` made was removed. */
export interface Swept {
  /** Whether all that `setup` is to make is there as it left it. */
  readonly intact: boolean;
  /** What was removed from the worktree, by its uppermost path, sorted. */
  readonly removed: readonly string[];
}

/** Makes a worktree what a new checkout of the commit is after `setup`, as far as `setup` need not run for it. */
export async function sweep(worktree: Entry, wanted: Wanted): Promise<Swept> {
  const carried = carriedIn(worktree);
  const made = wanted.setup.length === 0 ? null : readProvisions(worktree);
  const tree = await sweepGround(treeOf(worktree, carried), new Map(made?.tree));
  const commands = await sweepGround(commandsOf(worktree), new Map(made?.commands));
  if (made !== null || [...carried.files.keys(), ...tree.removed].some(isAttributes))
    await writeAnew(worktree, wanted.head);
  const isProvided = wanted.setup.length === 0 || isFor(wanted, made, () => carried);
  return { intact: isProvided && tree.intact && commands.intact, removed: tree.removed };
}

const isAttributes = (path: string): boolean => /(^|\/)\.gitattributes$/.test(path);

/**
 * Has git write the files that somebody else has written since it did. By attributes what it took in may have been
 * other than what it writes; and times that a program set would have a build take what `setup` built for new.
 */
async function writeAnew(worktree: Entry, head: string): Promise<void> {
  const written = join(worktree.gitDir, ownInEntry.written);
  await gitIn(worktree)(["read-tree", "--reset", "-u", head], { env: { GIT_INDEX_FILE: written } });
}

const isFor = (
  { setup, head }: Wanted,
  made: Provisions | null,
  carried: () => ReturnType<typeof carriedIn>,
): boolean => {
  if (made === null || !isSame(made.setup, setup)) return false;
  return made.head === head || (made.ofBase && isSame(made.steering, steeringIn(carried(), setup)));
};

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one, at) => one === others[at]);

function readProvisions({ gitDir }: Entry): Provisions | null {
  const text = readText(join(gitDir, ownInEntry.provisions));
  return text === null ? null : (provisionsSchema.safeParse(JSON.parse(text)).data ?? null);
}

const carriedIn = ({ gitDir }: Entry) => carriedBy(readFileSync(join(gitDir, "index")));

/** All of a worktree but its desk, of which only the repositories of submodules stay from run to run. */
function treeOf(worktree: Entry, { files, folders } = carriedIn(worktree)): Ground {
  return {
    root: worktree.path,
    attic: join(deskOf(worktree.path), attic),
    carries: (path) => {
      const known = pathIn(path);
      if (known === ".git" || folders.has(known)) return "folder";
      const isDesk = known.startsWith(".git/") && known !== ".git/modules";
      return isDesk || files.has(known) ? "file" : null;
    },
  };
}

function commandsOf(worktree: Entry): Ground {
  const root = commandsDirOf(worktree);
  mkdirSync(root, { recursive: true });
  return { root, attic: join(worktree.gitDir, attic), carries: () => null };
}

async function sweepGround(ground: Ground, known: Others): Promise<Swept> {
  const { added, intact } = await compareOthers(ground, known);
  const removed = added.map((path) => nameOf(ground, path)).sort();
  await removeOthers(ground, added);
  return { intact, removed };
}

/** A path as people read it, a folder with a slash at its end. */
function nameOf({ root }: Ground, path: string): string {
  const name = Buffer.from(path, "latin1").toString();
  return lookAt(join(root, name))?.isDirectory() ? `${name}/` : name;
}
