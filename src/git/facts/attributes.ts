import { join } from "node:path";
import type { FileChange } from "../../gates/gate.ts";
import {
  attributeQuestion,
  type LinguistAttributes,
  parseAttributes,
} from "../../gates/generated/attributes.ts";
import type { Git } from "../git.ts";
import { allInTurns, inTurns } from "../in-turns.ts";
import { foldersAbove, foldersIn, isFolder } from "../objects/tree.ts";
import { privateFolder } from "../private-folder.ts";
import { layBare } from "../repositories/bare.ts";
import { treeAt } from "./tree.ts";

/**
 * What `.gitattributes` at a commit say of the changed paths. Git answers from an index that holds nothing but these
 * files, in a throw-away repository, so that neither a work tree nor `info/attributes` has a say.
 */
export const attributesAt = async (
  git: Git,
  commit: string,
  files: readonly FileChange[],
): Promise<ReadonlyMap<string, LinguistAttributes>> => {
  const entries = files.length === 0 ? [] : await attributeFiles(git, commit, files);
  if (entries.length === 0) return new Map();
  await using folder = await privateFolder("scratch");
  const dir = folder.path;
  await layBare(dir, { HEAD: "ref: refs/heads/none\n" });
  const env = {
    GIT_DIR: dir,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: JSON.stringify(join(git.objects.dir, "objects")),
    GIT_INDEX_FILE: join(dir, "index"),
  };
  await git(["update-index", "-z", "--index-info"], {
    ...{ cwd: dir, env },
    input: (await withoutMarks(git, entries, { cwd: dir, env })).join(""),
  });
  const found = new Map<string, LinguistAttributes>();
  const paths = await allInTurns(files, (some) => some.flatMap(pathsOf));
  for (let at = 0; at < paths.length; at += askedAtOnce) {
    const { args, input } = attributeQuestion;
    const asked = input(new Set(paths.slice(at, at + askedAtOnce)));
    const { stdout } = await git(args, { cwd: dir, env, input: asked });
    for (const [path, marks] of parseAttributes(stdout)) found.set(path, marks);
  }
  return found;
};

/** Paths of which git is asked at once: what it answers is read in a few milliseconds. */
const askedAtOnce = 5000;

const pathsOf = ({ path, from }: FileChange): string[] => (from === null ? [path] : [from, path]);

/** The entries, of which those whose text begins with a byte order mark are written anew: git obeys it in a file only. */
const withoutMarks = async (
  git: Git,
  entries: readonly string[],
  scratch: { cwd: string; env: Readonly<Record<string, string>> },
): Promise<string[]> => {
  const rest: string[] = [];
  for (const entry of entries) {
    const [, blob = ""] = /^\d+ blob ([\da-f]+)\t/.exec(entry) ?? [];
    const text = (await git.objects.read(blob))?.content.toString() ?? "";
    if (!text.startsWith("\ufeff")) rest.push(entry);
    else {
      const written = await git(["hash-object", "-w", "--stdin"], { ...scratch, input: text.slice(1) });
      rest.push(entry.replace(blob, written.stdout.trim()));
    }
  }
  return rest;
};

/** The `.gitattributes` of a commit that speak of these paths, as `update-index --index-info` takes them; most have none. */
const attributeFiles = async (git: Git, commit: string, files: readonly FileChange[]): Promise<string[]> => {
  const above = new Set<string>();
  await inTurns(files, (some) => void foldersAbove(some.flatMap(pathsOf), above));
  const folders = await foldersIn(git, await treeAt(git, commit), above);
  return [...folders].flatMap(([folder, names]) =>
    names
      .filter((entry) => entry.name === ".gitattributes" && !isFolder(entry) && entry.mode !== "160000")
      .map(({ mode, sha, name }) => `${mode} blob ${sha}\t${folder === "" ? name : `${folder}/${name}`}\0`),
  );
};
