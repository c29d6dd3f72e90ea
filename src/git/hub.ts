import { lstat, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Facts } from "../gates/gate.ts";
import { layBare } from "./bare.ts";
import { diff, facts } from "./facts.ts";
import { orNullIfMissing, readText, writeIfOther } from "./files.ts";
import { type Git, gitAt } from "./git.ts";

/**
 * The bare repository whose worktrees the agents work in.
 *
 * It reads the publisher's objects and has no remote and no token. Agents can write into it, so what steers git
 * (configuration, hooks, attributes) is constant, and is put back before git runs.
 */
export interface Hub {
  readonly dir: string;
  readonly publisherDir: string;
  readonly git: Git;
  /** What an agent changed of what steers git, in words; empty when nothing. */
  touched(): Promise<string[]>;
  /** Puts back what was touched, and says it, also to `onTouched`. */
  restore(): Promise<string[]>;
  readonly onTouched: (touched: readonly string[]) => void;
  facts(base: string, head: string): Promise<Facts>;
  diff(base: string, head: string): Promise<string>;
}

/**
 * Opens the hub, making or completing it first.
 *
 * Only one run may have it open: locks that a killed run left are removed.
 */
export async function openHub(at: {
  dir: string;
  publisherDir: string;
  onTouched?: (touched: readonly string[]) => void;
}): Promise<Hub> {
  const { dir, publisherDir, onTouched = () => {} } = at;
  const git = gitAt(dir, { config: { "core.commitGraph": "false" } });
  const hub: Hub = {
    dir,
    publisherDir,
    onTouched,
    git,
    touched: () => touched(hub),
    restore: () => restore(hub),
    facts: async (base, head) => {
      await hub.restore();
      return facts(git, base, head);
    },
    diff: async (base, head) => {
      await hub.restore();
      return diff(git, base, head);
    },
  };
  await layBare(dir, { HEAD: "ref: refs/heads/none\n", config: configText });
  await hub.restore();
  return hub;
}

/** Whether nothing that steers git in the hub was changed. */
export const configIntact = async (hub: Hub): Promise<boolean> => (await hub.touched()).length === 0;

const configText = `[core]
	repositoryformatversion = 0
	bare = true
	filemode = true
	logAllRefUpdates = true
	hooksPath = /dev/null
${process.platform === "darwin" ? "\tignorecase = true\n\tprecomposeunicode = true\n" : ""}[gc]
	auto = 0
[maintenance]
	auto = false
[advice]
	detachedHead = false
`;

/** Files with the only text that they may have; `null` is a file that must not be there. */
async function constants(hub: Hub): Promise<Record<string, string | null>> {
  return {
    config: configText,
    "config.worktree": null,
    "objects/info/alternates": `${join(hub.publisherDir, "objects")}\n`,
    "objects/info/commit-graph": null,
    "info/attributes": null,
    "info/exclude": null,
    "info/grafts": null,
    shallow: await readText(join(hub.publisherDir, "shallow")),
  };
}

/** Folders that must be empty. */
const empty = ["hooks", "refs/replace", "objects/info/commit-graphs"];

/** Folders that must be ones: git would write through a link to wherever it points. */
const folders = ["objects", "refs", "refs/heads", "refs/milepost", "refs/remotes", "worktrees"];

async function touched(hub: Hub): Promise<string[]> {
  const wrong: string[] = [];
  for (const [name, text] of Object.entries(await constants(hub))) {
    const is = await plainText(join(hub.dir, name));
    if (is !== text && !isNews(name, is)) wrong.push(name);
  }
  for (const folder of empty) {
    const inside = await orNullIfMissing(readdir(join(hub.dir, folder)));
    if (inside !== null && inside.length > 0) wrong.push(folder);
  }
  for (const folder of folders) {
    const stats = await orNullIfMissing(lstat(join(hub.dir, folder)));
    if (stats !== null && !stats.isDirectory()) wrong.push(folder);
  }
  return wrong;
}

/** That the publisher has become shallow since the last look is not an agent's doing. */
const isNews = (name: string, text: string | null) => name === "shallow" && text === null;

/** A file is replaced in one step, so that the git of another lane never misses it. */
async function restore(hub: Hub): Promise<string[]> {
  const wrong = await touched(hub);
  const right = await constants(hub);
  for (const name of wrong) {
    const file = join(hub.dir, name);
    const text = right[name] ?? null;
    if (text === null || (await plainText(file)) === notPlain)
      await rm(file, { recursive: true, force: true });
  }
  for (const [name, text] of Object.entries(right)) {
    if (text !== null) await writeIfOther(join(hub.dir, name), text);
  }
  for (const folder of folders) await mkdir(join(hub.dir, folder), { recursive: true });
  if (wrong.length > 0) hub.onTouched(wrong);
  return wrong;
}

/** Stands for what is there but is no plain file; no file of ours has this text. */
const notPlain = "\0";

async function plainText(file: string): Promise<string | null> {
  const stats = await orNullIfMissing(lstat(file));
  if (stats === null) return null;
  return stats.isFile() ? await readText(file) : notPlain;
}
