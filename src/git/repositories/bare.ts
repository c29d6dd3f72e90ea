import { mkdirSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readText, writeIfOther } from "../files.ts";

/**
 * Makes a bare repository of our own, or completes one that a crash left half made.
 *
 * The layout is that of gitrepository-layout(5). Writing it ourselves, instead of calling `git init`, copies no
 * template, reads no setting and is the same act for making and for repairing. Says whether the folder is new.
 */
export const layBare = async (dir: string, files: Readonly<Record<string, string>>): Promise<boolean> => {
  const isNew = mkdirSync(dir, { recursive: true }) !== undefined;
  layFiles(dir, files);
  if (!isNew) await removeLocks(dir);
  return isNew;
};

/** The folders of a repository in which git looks for what it may not have. */
export const bareFolders: readonly string[] = [
  "objects/info",
  "objects/pack",
  "refs/heads",
  "refs/tags",
  "info",
];

/** Makes the folders and files of a repository as far as they are not there, or say something else. */
export const layFiles = (dir: string, files: Readonly<Record<string, string>>): void => {
  for (const folder of bareFolders) mkdirSync(join(dir, folder), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeIfOther(join(dir, name), text);
};

/**
 * The files by which a repository of our own borrows another's objects instead of copying them. Objects of a shallow
 * repository are understood only with the list of where its history was cut.
 */
export const borrowing = (from: string): Record<string, string> => {
  const shallow = readText(join(from, "shallow"));
  return {
    "objects/info/alternates": `${join(from, "objects")}\n`,
    ...(shallow === null ? {} : { shallow }),
  };
};

/** A killed git leaves its lock files, and every later one would refuse to write beside them. */
export const removeLocks = async (dir: string): Promise<void> => {
  const inRefs = await readdir(join(dir, "refs"), { recursive: true });
  const locks = [
    ...inRefs.filter((name) => name.endsWith(".lock")).map((name) => join("refs", name)),
    ...["packed-refs.lock", "config.lock", "HEAD.lock", "shallow.lock"],
  ];
  for (const lock of locks) await rm(join(dir, lock), { force: true });
};

/**
 * The settings of a repository that agents' git works in: files are as the system has them, and git's own upkeep is off.
 * `core` are lines more of that section.
 */
export const settingsText = ({ bare, core = "" }: { bare: boolean; core?: string }): string => `[core]
	repositoryformatversion = 0
	bare = ${bare}
	filemode = true
	logAllRefUpdates = true
${core}${process.platform === "darwin" ? "\tignorecase = true\n\tprecomposeunicode = true\n" : ""}[gc]
	auto = 0
[maintenance]
	auto = false
[advice]
	detachedHead = false
`;
