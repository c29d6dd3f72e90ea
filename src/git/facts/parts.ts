import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Person } from "../../gates/commit.ts";
import type { PartChange, PartCommit, PartsWanted } from "../../gates/split/parts.ts";
import type { LineSlice } from "../../gates/split/slices.ts";
import type { Git } from "../git.ts";
import { asGitWrites } from "../identity.ts";
import { writeCommit } from "../objects/commit.ts";
import { privateFolder } from "../private-folder.ts";
import { assemble } from "./assemble.ts";
import { readBlobs } from "./blobs.ts";
import { isAncestor } from "./facts.ts";
import { startOf } from "./start.ts";
import { treeAt } from "./tree.ts";

/**
 * Makes a change anew as commits one on the other, on no branch; the last has the very tree of the change. The same
 * parts give the same commits, wherever and whenever it is done.
 */
export const commitParts = async (git: Git, author: Person, wanted: PartsWanted): Promise<PartCommit[]> => {
  const start = await startOf(git, wanted.base, wanted.work);
  await using folder = await privateFolder("scratch");
  const tree = treeWriter(git, { start, work: wanted.work, folder: folder.path });
  await tree.begin();
  const isOn = await isAncestor(git, start, wanted.onto);
  const at = await dateOf(git, wanted.work);
  const made: PartCommit[] = [];
  for (const [place, { message, changes }] of wanted.parts.entries()) {
    const isLast = wanted.whole && place === wanted.parts.length - 1;
    const own = isLast ? await treeAt(git, wanted.work) : await tree.apply(changes);
    const before = made.at(-1)?.commit;
    const parents = before === undefined ? [wanted.onto, ...(isOn ? [] : [start])] : [before];
    const commit = await commitOf(git, { tree: own, parents, message, author, at });
    made.push({ commit, tree: own });
  }
  return made;
};

interface Place {
  readonly start: string;
  readonly work: string;
  readonly folder: string;
}

/** One side of a path: its mode and what stands there; `null` where nothing does. */
interface Side {
  readonly mode: string;
  readonly blob: string;
}

const treeWriter = (git: Git, { start, work, folder }: Place) => {
  const env = { GIT_INDEX_FILE: join(folder, "index") };
  const applied = new Map<string, LineSlice[]>();
  let sides: ReadonlyMap<string, { before: Side | null; after: Side | null }> = new Map();
  const sliced = async ({ path, from, slices }: PartChange): Promise<Side | null> => {
    const all = [...(applied.get(path) ?? []), ...(slices ?? [])];
    applied.set(path, all);
    const before = sides.get(from ?? path)?.before ?? null;
    const after = sides.get(path)?.after ?? null;
    const bytes = assemble(await contentOf(git, before), await contentOf(git, after), all);
    const mode = after?.mode ?? before?.mode;
    // Of a file that goes away in parts, nothing is left with the last of them.
    if (mode === undefined || (!after && bytes.length === 0)) return null;
    const file = join(folder, "blob");
    await writeFile(file, bytes);
    const { stdout } = await git(["hash-object", "-w", "--stdin"], { input: { file, from: 0 } });
    return { mode, blob: stdout.trim() };
  };
  return {
    begin: async (): Promise<void> => {
      await git(["read-tree", start], { env });
      sides = await sidesOf(git, start, work);
    },
    apply: async (changes: readonly PartChange[]): Promise<string> => {
      const lines: string[] = [];
      for (const change of changes) {
        const { path, from, slices } = change;
        if (from !== null && sides.get(from)?.after === null) lines.push(lineOf(from, null));
        lines.push(lineOf(path, slices === null ? (sides.get(path)?.after ?? null) : await sliced(change)));
      }
      await git(["update-index", "-z", "--index-info"], { env, input: lines.join("") });
      return (await git(["write-tree"], { env })).stdout.trim();
    },
  };
};

const lineOf = (path: string, side: Side | null): string =>
  side ? `${side.mode} ${side.blob}\t${path}\0` : `0 ${"0".repeat(40)}\t${path}\0`;

const sidesOf = async (
  git: Git,
  start: string,
  work: string,
): Promise<ReadonlyMap<string, { before: Side | null; after: Side | null }>> => {
  const { stdout } = await git(["diff-tree", "-r", "-z", "--no-renames", "--full-index", start, work]);
  const fields = stdout.split("\0");
  const sides = new Map<string, { before: Side | null; after: Side | null }>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, before = "", after = "", old = "", young = ""] =
      /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) /.exec(fields[at] ?? "") ?? [];
    sides.set(fields[at + 1] ?? "", { before: sideOf(before, old), after: sideOf(after, young) });
  }
  return sides;
};

const sideOf = (mode: string, blob: string): Side | null => (/^0+$/.test(mode) ? null : { mode, blob });

const contentOf = async (git: Git, side: Side | null): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  if (side)
    await readBlobs(git, [side.blob], () => ({
      push: (chunk) => void chunks.push(chunk.slice()),
      end: () => undefined,
    }));
  return Buffer.concat(chunks);
};

const dateOf = async (git: Git, commit: string): Promise<string> =>
  `${(await git(["show", "-s", "--format=%ct", commit])).stdout.trim()} +0000`;

const commitOf = async (
  git: Git,
  {
    tree,
    parents,
    message,
    author,
    at,
  }: { tree: string; parents: readonly string[]; message: string; author: Person; at: string },
): Promise<string> => {
  const person = asGitWrites(author);
  return await writeCommit(git.objects, {
    ...{ tree, parents, message },
    ...{ author: person, authored: at, committer: person, committed: at },
  });
};
