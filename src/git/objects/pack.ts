import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { emptyTree } from "../../core/empty-tree.ts";
import type { Git } from "../git.ts";
import { commitAt } from "./commit.ts";
import { compareTrees } from "./compare.ts";
import { lineDown } from "./line.ts";
import type { GitObject } from "./object-reader.ts";

/** The most that a small pack holds: more is made by git, which stores what is alike as differences. */
const max = { objects: 500, bytes: 4 * 1024 * 1024 };

/** What `head` has and `start` has not, as a pack; `null` when it is no line of commits, or too much. */
export const smallPack = async (git: Git, start: string | null, head: string): Promise<Buffer | null> => {
  const names = start === null ? await namesOfFirst(git, head) : await namesOf(git, start, head);
  if (!names || names.length > max.objects) return null;
  const infos = await Promise.all(names.map((name) => git.objects.look(name)));
  const bytes = infos.reduce((sum, info) => sum + (info?.size ?? Number.NaN), 0);
  // What is missing makes it no number.
  if (!(bytes <= max.bytes)) return null;
  const objects = await Promise.all(names.map((name) => git.objects.read(name)));
  return objects.every((object) => object !== null) ? await packOf(objects) : null;
};

/** A first commit that holds no file. */
const namesOfFirst = async (git: Git, head: string): Promise<string[] | null> => {
  const commit = await commitAt(git, head);
  return commit?.tree === emptyTree && commit.parents.length === 0 ? [head] : null;
};

const namesOf = async (git: Git, start: string, head: string): Promise<string[] | null> => {
  const line = await lineDown(git, head, [start]);
  if (!line) return null;
  const names = new Set<string>();
  for (const { sha, tree, parents } of line) {
    const below = await commitAt(git, parents[0] ?? "");
    if (!below || names.size > max.objects) return null;
    const { trees, paths } = await compareTrees(git, below.tree, tree);
    if (paths.length > max.objects) return null;
    const files = paths.flatMap(({ after }) => (after && after.mode !== "160000" ? [after.sha] : []));
    for (const name of [sha, ...trees, ...files]) names.add(name);
  }
  return [...names];
};

/** What brings nothing. */
export const emptyPack = (): Promise<Buffer> => packOf([]);

export const isEmptyPack = async (pack: Uint8Array): Promise<boolean> => (await emptyPack()).equals(pack);

/** gitformat-pack(5). */
const packOf = async (objects: readonly GitObject[]): Promise<Buffer> => {
  const head = Buffer.alloc(12, "PACK");
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(objects.length, 8);
  const parts = await Promise.all(objects.map(entryOf));
  const whole = Buffer.concat([head, ...parts]);
  return Buffer.concat([whole, createHash("sha1").update(whole).digest()]);
};

const entryOf = async ({ type, content }: GitObject): Promise<Buffer> =>
  Buffer.concat([entryHead(types[type], content.length), await promisify(deflate)(content)]);

const types = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;

/** The type and four bits of the size, then seven bits of it at a time; the highest bit says that more follow. */
const entryHead = (type: number, size: number): Buffer => {
  const bytes = [(type << 4) | (size & 15)];
  for (let left = Math.floor(size / 16); left > 0; left = Math.floor(left / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 128;
    bytes.push(left & 127);
  }
  return Buffer.from(bytes);
};
