import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { orNullIfMissing, readText } from "./files.ts";
import type { RunGit } from "./git.ts";

/**
 * All refs of a user's repository but `refs/remotes/milepost/*`, each with its sha, or with the ref that it stands for.
 *
 * They are read as gitrepository-layout(5) describes them, to save starting git, unless they are kept in tables.
 */
export const readRefs = async (
  git: RunGit,
  { gitDir, commonDir }: { gitDir: string; commonDir: string },
): Promise<Map<string, string>> => {
  if (existsSync(join(commonDir, "reftable"))) return await listRefs(git);
  // A worktree has refs of its own beside those that it shares.
  const folders = new Set([commonDir, gitDir]);
  const loose = await Promise.all([...folders].map((folder) => readLoose(folder, "refs")));
  return new Map([...readPacked(commonDir), ...loose.flat()]);
};

/** The commit of a full ref of a repository of ours, whose refs are files; `null` when there is none of that name. */
export const refIn = (dir: string, name: string): string | null => {
  const loose = readText(join(dir, name))?.trim();
  return loose ?? readPacked(dir).find(([ref]) => ref === name)?.[1] ?? null;
};

type Ref = [name: string, value: string];

const ours = "refs/remotes/milepost";

const listRefs = async (git: RunGit): Promise<Map<string, string>> => {
  const { stdout } = await git(["for-each-ref", "--format=%(objectname) %(refname)"]);
  return new Map(refsIn(stdout));
};

const readPacked = (dir: string): Ref[] => refsIn(readText(join(dir, "packed-refs")) ?? "");

/** Lines are `<sha> <name>`; the others are a header and what annotated tags point to. */
const refsIn = (text: string): Ref[] =>
  text.split("\n").flatMap((line): Ref[] => {
    const [, sha, name] = /^([0-9a-f]{40}) (refs\/.*)$/.exec(line) ?? [];
    return sha && name && !name.startsWith(`${ours}/`) ? [[name, sha]] : [];
  });

const readLoose = async (dir: string, folder: string): Promise<Ref[]> => {
  if (folder === ours) return [];
  const entries = (await orNullIfMissing(readdir(join(dir, folder), { withFileTypes: true }))) ?? [];
  const found = await Promise.all(
    entries.map(async (entry): Promise<Ref[]> => {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return await readLoose(dir, name);
      const value = name.endsWith(".lock") ? null : readText(join(dir, name));
      return value === null ? [] : [[name, value.trim()]];
    }),
  );
  return found.flat();
};
