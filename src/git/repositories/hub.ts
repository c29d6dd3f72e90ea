import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Facts } from "../../gates/gate.ts";
import { diff, type FactsWanted, readFacts } from "../facts/facts.ts";
import { readText, writeIfOther } from "../files.ts";
import { type Git, gitAt } from "../git.ts";
import { layBare, settingsText } from "./bare.ts";

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
  touched(): string[];
  /** Puts back what was touched, and says it, also to `onTouched`. */
  restore(): string[];
  readonly onTouched: (touched: readonly string[]) => void;
  facts(base: string, head: string, wanted: FactsWanted): Promise<Facts>;
  diff(base: string, head: string): Promise<string>;
}

interface HubPlace {
  readonly dir: string;
  readonly publisherDir: string;
  readonly onTouched?: (touched: readonly string[]) => void;
}

/**
 * Opens the hub, making or completing it first.
 *
 * Only one run may have it open: locks that a killed run left are removed.
 */
export const openHub = async (place: HubPlace): Promise<Hub> => {
  const hub = hubAt(place);
  await layBare(hub.dir, { HEAD: "ref: refs/heads/none\n", config: configText });
  if (look(hub, borrowed) === undefined) writeIfOther(join(hub.dir, borrowed), alternatesOf(hub));
  hub.restore();
  return hub;
};

/** Looks at a hub that a run may have open: puts nothing right in it and removes nothing. */
export const peekHub = (place: HubPlace): Hub => ({ ...hubAt(place), restore: () => [] });

const hubAt = ({ dir, publisherDir, onTouched = () => {} }: HubPlace): Hub => {
  const git = gitAt(dir, { hostile: true, config: { "core.commitGraph": "false" } });
  const hub: Hub = {
    dir,
    publisherDir,
    onTouched,
    git,
    touched: () => touched(hub),
    restore: () => restore(hub),
    facts: async (base, head, wanted) => {
      hub.restore();
      return readFacts(git, { base, head }, wanted);
    },
    diff: async (base, head) => {
      hub.restore();
      return diff(git, base, head);
    },
  };
  return hub;
};

const configText = settingsText({ bare: true, core: "\thooksPath = /dev/null\n" });

/** The file that says whose objects it has. A hub that is opened without one is new, or a run was killed as it made it. */
const borrowed = "objects/info/alternates";

const alternatesOf = ({ publisherDir }: Hub): string => `${join(publisherDir, "objects")}\n`;

/** Files with the only text that they may have; `null` is a file that must not be there. */
const constants = (hub: Hub): Record<string, string | null> => ({
  config: configText,
  "config.worktree": null,
  [borrowed]: alternatesOf(hub),
  "objects/info/commit-graph": null,
  "info/attributes": null,
  "info/exclude": null,
  "info/grafts": null,
  shallow: readText(join(hub.publisherDir, "shallow")),
});

/** Folders that must be empty. */
const empty = ["hooks", "refs/replace", "objects/info/commit-graphs"];

/** Folders that must be ones: git would write through a link to wherever it points. */
const folders = ["objects", "refs", "refs/heads", "refs/milepost", "refs/remotes", "worktrees"];

const touched = (hub: Hub): string[] => {
  const texts = Object.entries(constants(hub));
  return [
    ...texts.filter(([name, text]) => isOther(hub, name, text)).map(([name]) => name),
    ...empty.filter((folder) => !isEmpty(hub, folder)),
    ...folders.filter((folder) => isFolder(hub, folder) === false),
  ];
};

const isOther = (hub: Hub, name: string, text: string | null): boolean => {
  const is = plainText(hub, name);
  // That the publisher has become shallow since the last look is not an agent's doing.
  return is !== text && !(name === "shallow" && is === null);
};

const isEmpty = (hub: Hub, folder: string): boolean => {
  const isThere = isFolder(hub, folder);
  return isThere === null || (isThere && readdirSync(join(hub.dir, folder)).length === 0);
};

/** A file is replaced in one step, so that the git of another lane never misses it. */
const restore = (hub: Hub): string[] => {
  const wrong = touched(hub);
  const right = constants(hub);
  for (const name of wrong) {
    const text = right[name] ?? null;
    if (text === null || plainText(hub, name) === notPlain)
      rmSync(join(hub.dir, name), { recursive: true, force: true });
  }
  for (const [name, text] of Object.entries(right)) {
    if (text !== null) writeIfOther(join(hub.dir, name), text);
  }
  for (const folder of folders) {
    if (isFolder(hub, folder) === null) mkdirSync(join(hub.dir, folder), { recursive: true });
  }
  // One that went away as a whole was turned to nobody's ends: the run stops for want of it.
  if (wrong.length > 0 && look(hub, "HEAD")) hub.onTouched(wrong);
  return wrong;
};

/** Stands for what is there but is no plain file; no file of ours has this text. */
const notPlain = "\0";

const plainText = (hub: Hub, name: string): string | null => {
  const stats = look(hub, name);
  if (!stats) return null;
  return stats.isFile() ? readText(join(hub.dir, name)) : notPlain;
};

/** `null` when nothing is there; a link is no folder. */
const isFolder = (hub: Hub, name: string): boolean | null => look(hub, name)?.isDirectory() ?? null;

const look = (hub: Hub, name: string) => lstatSync(join(hub.dir, name), { throwIfNoEntry: false });
