import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { commonDirOf } from "../common-dir.ts";
import { orNullIfMissing, readText } from "../files.ts";
import { git, type RunGit } from "../git.ts";
import { fileId, ownOutput } from "../own-output.ts";
import { readRefs } from "../refs.ts";
import { statusOf } from "../status.ts";
import { stateIn, treeStamp } from "./tree-stamp.ts";

/** What the user's repository looked like: each thing by its name in words, with a value that changes with it. */
export interface Fingerprint {
  readonly head: string;
  readonly refs: ReadonlyMap<string, string>;
  /** Configuration, hooks, the stash and the like, by their paths. */
  readonly settings: ReadonlyMap<string, string>;
  /** Files that differ from HEAD: staged, changed or untracked. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Reads HEAD, refs, configuration, hooks, the stash, the index and the state of all files that git does not ignore.
 *
 * It writes nothing, not even the index's cached times. Left out is what we write ourselves: `refs/remotes/milepost/*`,
 * `.milepost` and files that our own output goes into; and what git computes anew, as its maintenance does.
 */
export const fingerprint = async (root: string): Promise<Fingerprint> => {
  const { gitDir, commonDir, bare } = findGit(root);
  const index = join(gitDir, "index");
  const read: RunGit = (args, options = {}) => git(args, { cwd: root, who: "user", ...options });
  const [refs, settings] = await Promise.all([
    readRefs(read, { gitDir, commonDir }),
    readSettings({ root, gitDir, commonDir }),
  ]);
  const head = readText(join(gitDir, "HEAD"))?.trim() ?? "missing";
  const named = [...refs]
    .filter(([ref]) => !ref.startsWith("refs/prefetch/"))
    .map(([ref, value]): [string, string] => [refName(ref), value]);
  const rests = JSON.stringify([head, refs.get(head.replace(/^ref: /, "")) ?? null, [...settings]]);
  const files = bare
    ? new Map<string, string>()
    : await filesSince({ root, index, rests }, () => readFiles(read, { root, index, gitDir, commonDir }));
  return { head, refs: new Map(named), files, settings };
};

/** What else of a look the files' state rests on: the commit, and settings. */
interface Standing {
  readonly root: string;
  readonly index: string;
  readonly rests: string;
}

/** The state of the files as it was read last, where nothing has been written since, or as it is read now. */
const filesSince = async (
  { root, index, rests }: Standing,
  readNow: () => Promise<Fingerprint["files"]>,
): Promise<Fingerprint["files"]> => {
  const stamp = treeStamp(root, index);
  const known = lastRead.get(root);
  if (stamp !== null && known?.stamp === stamp && known.rests === rests) return known.files;
  const files = await readNow();
  if (stamp === null) lastRead.delete(root);
  else lastRead.set(root, { stamp, rests, files });
  return files;
};

const lastRead = new Map<
  string,
  { readonly stamp: string; readonly rests: string; readonly files: Fingerprint["files"] }
>();

/** One thing that is other than it was: its name, which stays, and in words what became of it. */
interface Difference {
  readonly name: string;
  readonly text: string;
}

/** What changed between two fingerprints; empty when nothing did. */
export const differences = (before: Fingerprint, after: Fingerprint): Difference[] => {
  const moved = { name: "HEAD", text: `HEAD moved from ${before.head} to ${after.head}` };
  return [
    ...(before.head === after.head ? [] : [moved]),
    ...compare(before.refs, after.refs),
    ...compare(before.settings, after.settings),
    ...compare(before.files, after.files),
  ];
};

const compare = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Difference[] => {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].sort().flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === is) return [];
    const what = was === undefined ? "appeared" : is === undefined ? "is gone" : "changed";
    return [{ name, text: `${name} ${what}` }];
  });
};

/** Finds the git folders by reading, as gitrepository-layout(5) describes them, to save starting git. */
const findGit = (root: string) => {
  const dotGit = join(root, ".git");
  const link = /^gitdir: (.+)$/m.exec(readText(dotGit) ?? "")?.[1];
  const bare = !link && !existsSync(dotGit);
  const gitDir = link ? resolve(root, link) : bare ? root : dotGit;
  return { gitDir, commonDir: commonDirOf(gitDir), bare };
};

const refName = (ref: string): string => {
  if (ref === "refs/stash") return "the stash";
  if (ref.startsWith("refs/heads/")) return `branch ${ref.slice(11)}`;
  if (ref.startsWith("refs/tags/")) return `tag ${ref.slice(10)}`;
  return `ref ${ref}`;
};

/** A porcelain v2 record holds the staged modes and objects; the file's own state comes from its times and size. */
const readFiles = async (
  read: RunGit,
  { root, index, ...place }: { root: string; index: string; gitDir: string; commonDir: string },
): Promise<Map<string, string>> => {
  const [status, unseen, ours] = await Promise.all([
    statusOf(read, ["--porcelain=v2", "-z", "--untracked-files=all", "--no-renames"], place),
    readUnseen(read, { root, index }),
    ownOutput(),
  ]);
  const found = new Map(unseen);
  for (const record of status.split("\0")) {
    const { kind, path } = parseRecord(record);
    if (path === "" || path === ".milepost" || path.startsWith(".milepost/")) continue;
    const stats = await orNullIfMissing(lstat(join(root, path)));
    if (stats && ours.has(fileId(stats))) continue;
    found.set(`${kind} ${path}`, `${record} ${stateIn(stats)}`);
  }
  return found;
};

/** Files that `git status` passes over because the index says so: git-ls-files(1), "-v". */
const readUnseen = async (
  read: RunGit,
  { root, index }: { root: string; index: string },
): Promise<[string, string][]> => {
  const marked = await markedIn(read, index);
  return await Promise.all(
    marked.map(async (line): Promise<[string, string]> => {
      const path = line.slice(2);
      return [`unwatched file ${path}`, `${line} ${await stateOf(join(root, path))}`];
    }),
  );
};

/** An index that was written again has other times, so what it marks is asked once; most mark nothing. */
const markedIn = async (read: RunGit, index: string): Promise<readonly string[]> => {
  const state = await stateOf(index);
  const known = marks.get(index);
  if (known?.state === state) return known.marked;
  const { stdout } = await read(["ls-files", "-v", "-z"]);
  const marked = stdout.split("\0").filter((line) => /^[a-zS] /.test(line));
  marks.set(index, { state, marked });
  return marked;
};

const marks = new Map<string, { readonly state: string; readonly marked: readonly string[] }>();

/** Fields before the path, by the record's first letter: git-status(1), "Porcelain Format Version 2". */
const fieldsBeforePath = new Map([
  ["1", 8],
  ["u", 10],
  ["?", 1],
]);

const parseRecord = (record: string): { kind: string; path: string } => {
  const letter = record.slice(0, 1);
  const fields = fieldsBeforePath.get(letter) ?? 0;
  const path = record.split(" ").slice(fields).join(" ");
  return { kind: letter === "?" ? "untracked file" : "change of", path: fields === 0 ? "" : path };
};

const stateOf = async (file: string): Promise<string> => stateIn(await orNullIfMissing(lstat(file)));

const readSettings = async ({
  root,
  gitDir,
  commonDir,
}: {
  root: string;
  gitDir: string;
  commonDir: string;
}): Promise<Map<string, string>> => {
  const files = [
    ...["config", "logs/refs/stash", "objects/info/alternates"].map((name) => join(commonDir, name)),
    ...["config.worktree", "MERGE_HEAD", "CHERRY_PICK_HEAD"].map((name) => join(gitDir, name)),
    ...(await filesIn(join(commonDir, "hooks"))),
    ...(await filesIn(join(commonDir, "info"))),
  ];
  const found = new Map<string, string>();
  for (const file of files) {
    const text = readText(file, "latin1");
    if (text !== null) found.set(relative(root, file), createHash("sha256").update(text).digest("hex"));
  }
  return found;
};

/** Samples and locks steer nothing; `info/refs` is computed from the refs, by each `git gc`. */
const filesIn = async (folder: string): Promise<string[]> => {
  const names = (await orNullIfMissing(readdir(folder))) ?? [];
  return names
    .filter((name) => name !== "refs" && !/\.(sample|lock)$/.test(name))
    .map((name) => join(folder, name));
};
