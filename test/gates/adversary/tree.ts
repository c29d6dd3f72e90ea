import { createHash } from "node:crypto";
import picomatch from "picomatch";
import type { ChangedLines } from "../../../src/gates/changed-lines.ts";
import { testClaimsIn } from "../../../src/gates/gaming/script/claims.ts";
import type { End, Facts, FileChange } from "../../../src/gates/gate.ts";
import type { LinguistAttributes, Mark } from "../../../src/gates/generated/attributes.ts";
import { generatedByContent } from "../../../src/gates/generated/content.ts";
import { pastWanted, readingsFor, withReadings } from "../../../src/gates/generated/judge.ts";
import { sampleOf } from "../../../src/gates/generated/sampler.ts";
import { isKnownBinary, isTextual } from "../../../src/gates/text-content.ts";
import { isTextName } from "../../../src/gates/text-name.ts";
import { ChangeReader } from "../../../src/git/facts/change-reader.ts";
import { PatchReader } from "../../../src/git/facts/patch.ts";

/** A file of a tree, by what git knows of it. */
export interface Leaf {
  readonly text: string;
  readonly mode: string;
}

/** A commit's files, by path. */
export type Tree = ReadonlyMap<string, Leaf>;

/** A change from a tree to another, and which files it moved, by their new path. */
export interface Step {
  readonly tree: Tree;
  readonly moves: ReadonlyMap<string, string>;
}

const blobs = new Map<string, string>();

const blobOf = ({ text }: Leaf): string => {
  const name = createHash("sha1").update(text).digest("hex");
  blobs.set(name, text);
  return name;
};

const endOf = (leaf: Leaf | undefined): End | null => (leaf ? { mode: leaf.mode, blob: blobOf(leaf) } : null);

const isBinary = (leaf: Leaf | undefined): boolean => leaf?.text.slice(0, 8000).includes("\0") === true;

interface Pair {
  readonly path: string;
  readonly from: string | null;
  readonly old: Leaf | undefined;
  readonly young: Leaf | undefined;
}

const pairsOf = (before: Tree, { tree, moves }: Step): Pair[] => {
  const moved = new Set(moves.values());
  const paths = [...new Set([...before.keys(), ...tree.keys()])]
    .filter((path) => !moved.has(path) || tree.has(path))
    .sort();
  return paths.flatMap((path): Pair[] => {
    const from = moves.get(path) ?? null;
    const [old, young] = [before.get(from ?? path), tree.get(path)];
    return from === null && old?.text === young?.text && old?.mode === young?.mode
      ? []
      : [{ path, from, old, young }];
  });
};

const linesOf = (leaf: Leaf | undefined): string[] => {
  if (!leaf || leaf.text === "") return [];
  const lines = leaf.text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
};

/** The only hunk of two files: what stands between what they begin and end with in common. */
const hunkOf = ({ old, young }: Pair): string => {
  const [before, after] = [linesOf(old), linesOf(young)];
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const least = Math.min(before.length, after.length) - start;
  while (end < least && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const [deleted, added] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  if (deleted.length + added.length === 0) return "";
  const side = (at: number, length: number) => `${length === 0 ? at : at + 1},${length}`;
  return [
    `@@ -${side(start, deleted.length)} +${side(start, added.length)} @@`,
    ...deleted.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    "",
  ].join("\n");
};

const headerOf = ({ path, from, old, young }: Pair): string =>
  [
    `diff --git a/${path} b/${path}`,
    ...(from === null ? [] : [`rename from ${from}`, `rename to ${path}`]),
    ...(old ? [] : ["new file mode 100644"]),
    ...(young ? [] : ["deleted file mode 100644"]),
    "",
  ].join("\n");

const rawOf = ({ path, from, old, young }: Pair): string => {
  const zero = "0".repeat(40);
  const sides = `${old?.mode ?? "000000"} ${young?.mode ?? "000000"} ${old ? blobOf(old) : zero} ${young ? blobOf(young) : zero}`;
  return from === null ? `:${sides} M\0${path}\0` : `:${sides} R090\0${from}\0${path}\0`;
};

const patchOf = (pairs: readonly Pair[], asText: boolean): string =>
  pairs
    .map((pair) => {
      const hides = !asText && (isBinary(pair.old) || isBinary(pair.young));
      return headerOf(pair) + (hides ? "Binary files differ\n" : hunkOf(pair));
    })
    .join("");

const weighed = (pairs: readonly Pair[], asText: boolean): FileChange[] => {
  if (pairs.length === 0) return [];
  const reader = new ChangeReader();
  reader.push(Buffer.from(`${pairs.map(rawOf).join("")}\0${patchOf(pairs, asText)}`));
  return reader.end();
};

/** What the two readers of git's own output say of a change, and what git's commands would answer besides. */
export const factsOf = (history: readonly Step[], step: Step): Facts => {
  const before = history.at(-1)?.tree ?? new Map();
  const pairs = pairsOf(before, step);
  const files = weighed(pairs, false).map((file) => textual(file, pairs));
  const facts: Facts = {
    head: "a".repeat(40),
    files,
    attributes: attributesIn(before, files),
    commits: [],
    changed: changedIn(pairs),
  };
  return withPast(read(facts), history);
};

const textual = (file: FileChange, pairs: readonly Pair[]): FileChange => {
  if (!file.binary) return file;
  const own = pairs.filter(({ path }) => path === file.path);
  const isText =
    isTextName(file.path) ||
    own.some(({ old, young }) => [old, young].some((leaf) => leaf && isTextual([leaf.text])));
  if (!isText) {
    const text = own[0]?.young?.text ?? own[0]?.old?.text ?? "";
    return { ...file, known: isKnownBinary(Buffer.from(text.slice(0, 64))) };
  }
  const { added = 0, deleted = 0, bytes = 0, breaks = 0 } = weighed(own, true)[0] ?? {};
  return { ...file, added, deleted, bytes, breaks, binary: false, asText: true };
};

const changedIn = (pairs: readonly Pair[]): readonly ChangedLines[] => {
  const reader = new PatchReader({ file: 8 * 1024 * 1024, all: 64 * 1024 * 1024 });
  for (const line of patchOf(pairs, true).split("\n")) reader.read(line);
  return reader.end().map((file) => withClaims(file, pairs));
};

const withClaims = (file: ChangedLines, pairs: readonly Pair[]): ChangedLines => {
  const { old, young } = pairs.find(({ path }) => path === file.path) ?? {};
  if (file.status !== "changed" || !/test\.js$/.test(file.path) || !old || !young) return file;
  const [before, after] = [old, young].map(({ text }) => testClaimsIn(file.path, text));
  return before && after ? { ...file, claims: { before, after } } : file;
};

const read = (facts: Facts): Facts => {
  let filled = facts;
  for (let wanted = readingsFor(filled); wanted.length > 0; wanted = readingsFor(filled)) {
    const done = wanted.map(({ path, blob, needs }) => ({
      ...{ path, blob },
      contents: generatedByContent(path, sampleOf(blobs.get(blob) ?? "", needs)),
    }));
    filled = withReadings(filled, done);
  }
  return filled;
};

const withPast = (facts: Facts, history: readonly Step[]): Facts => {
  const wanted = new Set(pastWanted(facts, []));
  if (wanted.size === 0) return facts;
  const files = facts.files.map((file) =>
    wanted.has(file) ? { ...file, past: pastOf(file, history) } : file,
  );
  return read({ ...facts, files });
};

const pastOf = ({ from, path }: FileChange, history: readonly Step[]) => {
  let now = from ?? path;
  return history.toReversed().flatMap(({ tree, moves }) => {
    const end = endOf(tree.get(now));
    const here = now;
    now = moves.get(now) ?? now;
    return end ? [{ path: here, end }] : [];
  });
};

/** As much of gitattributes(5) as the adversary writes: the last pattern that holds decides. */
const attributesIn = (tree: Tree, files: readonly FileChange[]): Map<string, LinguistAttributes> => {
  const rules = linesOf(tree.get(".gitattributes")).map((line) => line.replace(/^\ufeff/, "").split(/\s+/));
  const found = new Map<string, LinguistAttributes>();
  for (const { path } of files) {
    for (const [pattern = "", ...marks] of rules) {
      if (!picomatch(pattern.includes("/") ? pattern : `**/${pattern}`, { dot: true })(path)) continue;
      const mark = (name: string): Mark => (marks.includes(name) ? "set" : "unspecified");
      found.set(path, { generated: mark("linguist-generated"), vendored: mark("linguist-vendored") });
    }
  }
  return found;
};
