import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { execa } from "execa";
import { openHub } from "../git/repositories/hub.ts";
import { removeWorktree } from "../git/worktrees/worktree.ts";
import type { ListedWorktree } from "../git/worktrees/worktree-list.ts";
import { listAttempts } from "./attempts.ts";
import { isElsewhere, worktreesOf } from "./elsewhere.ts";
import type { Home } from "./home.ts";
import { takeHome } from "./take-home.ts";

/** Something that runs left on this machine. */
export interface Leftover {
  readonly kind: "worktree" | "transcript";
  readonly path: string;
  /** What it takes on the disk; `null` where that is not known. */
  readonly kilobytes: number | null;
  /** Why it stays; `null` when the same is elsewhere, or nobody needs it to go on. */
  readonly stays: Stays | null;
}

/** Work that is nowhere else: files that are not committed, or commits that no branch of the forge or of the repository has. */
export type Stays = "changed" | "unpublished";

/** What a home can do without: worktrees, and on request what programs of ended attempts printed. */
export const leftoversIn = async (home: Home, wanted: { transcripts: boolean }): Promise<Leftover[]> => {
  if (!existsSync(home.dir)) return [];
  const worktrees = (await worktreesOf(home)).map(async (one): Promise<Leftover> => {
    const stays = await whyItStays(home, one);
    return { kind: "worktree", path: one.path, kilobytes: await sizeOf(one.path), stays };
  });
  const ended = wanted.transcripts ? (await listAttempts(home)).filter((one) => one.ended !== null) : [];
  const transcripts = ended.map(
    async ({ dir: path }): Promise<Leftover> => ({
      kind: "transcript",
      path,
      kilobytes: await sizeOf(path),
      stays: null,
    }),
  );
  return await Promise.all([...worktrees, ...transcripts]);
};

/**
 * Removes what may go; nothing of it is removed while a run is at work, and a board that is open stands aside meanwhile.
 *
 * @throws {MilepostError} when another Milepost is at work in the home.
 */
export const removeLeftovers = async (home: Home, leftovers: readonly Leftover[]): Promise<void> => {
  using _held = await takeHome(home);
  const hub = await openHub(placeIn(home));
  for (const { kind, path, stays } of leftovers) {
    if (stays !== null) continue;
    if (kind === "transcript") await rm(path, { recursive: true, force: true });
    // Somebody may have worked there since it was looked at.
    else if (await isStill(home, path)) await removeWorktree({ hub, path });
  }
};

const isStill = async (home: Home, path: string): Promise<boolean> => {
  const one = (await worktreesOf(home)).find((listed) => listed.path === path);
  return one !== undefined && (await whyItStays(home, one)) === null;
};

const placeIn = ({ hub: dir, publisher: publisherDir }: Home) => ({ dir, publisherDir });

const whyItStays = async (home: Home, { head, dirty }: ListedWorktree): Promise<Stays | null> => {
  if (dirty > 0) return "changed";
  return head === null || (await isElsewhere(home, head)) ? null : "unpublished";
};

const sizeOf = async (path: string): Promise<number | null> => {
  const { stdout, exitCode } = await execa("du", ["-sk", "--", path], { reject: false });
  const size = Number.parseInt(stdout, 10);
  return exitCode === 0 && Number.isFinite(size) ? size : null;
};
