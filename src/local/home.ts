import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { MilepostError } from "../core/error.ts";
import { holdFolder } from "../forge/lock.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { announcedForge } from "./forge-address.ts";

/** Where Milepost keeps what is its own of a repository: `.milepost`, which ignores itself. */
export interface Home {
  readonly dir: string;
  /** The repository that it is of. */
  readonly repository: string;
  readonly forge: string;
  readonly publisher: string;
  readonly hub: string;
  /** The folder that the worktrees are in, beside the repository. */
  readonly worktrees: string;
  /** The folder with the hand-off directories of all plans. */
  readonly lanes: string;
  /** The hand-off directory of a todo. */
  handOff(plan: string, todo: string): string;
}

/** Which forge a run works on: the embedded one, or GitHub. */
export type ForgeKind = "local" | "github";

/**
 * The home of a repository, whether it is there or not: one for all its work trees, since they share their branches.
 * What came from one forge is kept apart from the other's.
 */
export const homeOf = ({ main }: Pick<UserRepository, "main">, kind: ForgeKind = "local"): Home => {
  const { root, bare } = main;
  const dir = bare ? `${root}.milepost` : join(root, ".milepost");
  const own = kind === "local" ? dir : join(dir, kind);
  const lanes = join(own, "lanes");
  return {
    dir,
    repository: root,
    forge: join(dir, "forge"),
    publisher: join(own, "publisher.git"),
    hub: join(own, "hub.git"),
    worktrees: join(dirname(root), `${basename(root)}-worktrees`),
    lanes,
    handOff: (plan, todo) => join(lanes, plan, todo),
  };
};

/**
 * The home of a repository, made when it is not there.
 *
 * @throws {MilepostError} when it cannot be.
 */
export const openHome = async (
  repository: Pick<UserRepository, "main">,
  kind: ForgeKind = "local",
): Promise<Home> => {
  const home = homeOf(repository, kind);
  try {
    await mkdir(home.dir, { recursive: true });
    await writeFile(join(home.dir, ".gitignore"), "*\n");
  } catch (cause) {
    throw new MilepostError(`${home.dir} cannot be made or written`, {
      hint: "if a file of that name is in the way, move it; otherwise see that you may write to the folder and the disk has room",
      cause,
    });
  }
  return home;
};

/** What is wrong when a repository that a run has open is gone from the home; `null` while all are there. */
export const lossIn = ({ publisher, hub }: Pick<Home, "publisher" | "hub">): MilepostError | null => {
  const lost = [publisher, hub].filter((dir) => !existsSync(join(dir, "HEAD")));
  if (lost.length === 0) return null;
  return new MilepostError(`${lost.join(" and ")} went away while the run was at work`, {
    hint: "run again: it is made anew and the run goes on from the forge; leave it alone until then",
  });
};

/**
 * Takes the home for this process until it is disposed of or dies.
 *
 * @throws {MilepostError} when another Milepost has it.
 */
export const lockHome = ({ dir }: Home): Disposable => holdFolder(dir, (cause) => heldByAnother(dir, cause));

const heldByAnother = (dir: string, cause: unknown): MilepostError => {
  if (announcedForge({ dir })?.holder === "board")
    return new MilepostError(`a board is open in ${dirname(dir)}`, {
      hint: "close it, with Ctrl-C where `milepost board` runs, and try again: what works on the forge shows a board of its own",
    });
  return new MilepostError(`another Milepost is at work in ${dirname(dir)}`, {
    hint: "wait for it, or stop it with Ctrl-C; it goes on from where it was",
    cause,
  });
};
