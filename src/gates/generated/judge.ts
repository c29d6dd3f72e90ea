import type { End, Facts, FileChange } from "../gate.ts";
import { matcher } from "../glob.ts";
import type { LinguistAttributes } from "./attributes.ts";
import { sampleNeeds } from "./content.ts";
import { generatedByPlace } from "./path.ts";
import { isLockReason } from "./rules/locks.ts";
import type { SampleNeeds } from "./sample.ts";

/** Contents that have to be read before a file can be judged. */
export interface Reading {
  readonly path: string;
  /** The object's name, in full. */
  readonly blob: string;
  readonly needs: SampleNeeds;
}

/** What was read: why the contents count as generated at this path, `null` when they do not. */
export interface Read {
  readonly path: string;
  readonly blob: string;
  readonly contents: string | null;
}

/** Why a file counts as generated. */
interface Excuse {
  /** In words. */
  readonly reason: string;
  /** Whether only the change says so: a new file by its own place or contents, of which the base knows nothing. */
  readonly own: boolean;
}

/** Why a file's lines do not count; `null` when they do. */
type Judge = (file: FileChange) => Excuse | null;

/**
 * Judges what in a change was not written by hand. Both ends must be generated, at their own paths and by their own
 * contents, and so must be all that the base ever had there: else a move, or words put at the top of a file, would
 * take edits out of the count, at once or a change later. An end is judged by, first to last: attributes of the base,
 * in both directions, of which one that unsets wins; the plan's globs; Linguist's rules by path, then by contents.
 */
export const judgeGenerated = (attributes: Facts["attributes"], globs: readonly string[]): Judge => {
  const byPath = judgePath(attributes, globs);
  const isMarked = markedBy(attributes, globs);
  return (file) => {
    const reasons = endsOf(file).map(({ path, end }) => reasonOf(byPath, path, end));
    const reason = reasons.at(-1);
    if (typeof reason !== "string" || !reasons.every((each) => typeof each === "string")) return null;
    if (!isMarked(file.path) && wasByHand(file, byPath)) return null;
    return { reason, own: file.before === null && !isMarked(file.path) && !isLockReason(reason) };
  };
};

/** Why a file that the base knew as written by hand passes for generated now; `null` when it does not. */
export const judgeTurned = (
  attributes: Facts["attributes"],
  globs: readonly string[],
): ((file: FileChange) => string | null) => {
  const byPath = judgePath(attributes, globs);
  const isMarked = markedBy(attributes, globs);
  return (file) => {
    if (!file.before || !file.after || isMarked(file.path)) return null;
    const now = reasonOf(byPath, file.path, file.after);
    if (typeof now !== "string") return null;
    const isNew = isByHand(reasonOf(byPath, file.from ?? file.path, file.before), file.before);
    return isNew || wasByHand(file, byPath) ? now : null;
  };
};

/** Whether the base itself says that a path is generated. */
const markedBy = (attributes: Facts["attributes"], globs: readonly string[]): ((path: string) => boolean) => {
  const isListed = matcher(globs);
  return (path) => attributes?.has(path) === true || isListed(path);
};

type Reason = string | typeof handWritten | null;

const reasonOf = (byPath: JudgePath, path: string, end: End | undefined): Reason =>
  byPath(path) ?? end?.contents ?? null;

/** Whether nothing says that a program wrote it, of which the contents were read where they could say so. */
const isByHand = (reason: Reason, end: End): boolean =>
  reason === handWritten || (reason === null && (end.contents === null || isFile(end)));

const wasByHand = ({ past = [] }: FileChange, byPath: JudgePath): boolean =>
  past.some(({ path, end }) => isByHand(reasonOf(byPath, path, end), end));

/** The files of which the past is asked: they were there, and only their own names and contents excuse them. */
export const pastWanted = ({ files, attributes }: Facts, globs: readonly string[]): readonly FileChange[] => {
  const judge = judgeGenerated(attributes, globs);
  const isMarked = markedBy(attributes, globs);
  return files.filter((file) => {
    if (!file.before || file.past !== undefined || isMarked(file.path)) return false;
    const excuse = judge(file);
    return excuse !== null && !isLockReason(excuse.reason);
  });
};

/**
 * The contents that must be read before all files can be judged; empty when nothing is open. To be asked again once
 * these were read: what a file was is read only if what it became is generated.
 */
export const readingsFor = ({ files, attributes }: Facts, globs: readonly string[] = []): Reading[] => {
  const byPath = judgePath(attributes, globs);
  return files.flatMap((file) => readingFor(file, byPath) ?? pastReadings(file, byPath));
};

/** What a file was in the past is read as it would have been then. */
const pastReadings = ({ past = [] }: FileChange, byPath: JudgePath): Reading[] =>
  past.flatMap(({ path, end }): Reading[] => {
    const needs =
      byPath(path) === null && end.contents === undefined && isFile(end) ? sampleNeeds(path) : null;
    return needs ? [{ path, blob: end.blob, needs }] : [];
  });

const readingFor = (file: FileChange, byPath: JudgePath): Reading | null => {
  const ends = endsOf(file);
  if (file.binary || ends.some(({ path }) => byPath(path) === handWritten)) return null;
  const open = ends.filter(({ path, end }) => byPath(path) === null && typeof end?.contents !== "string");
  const youngest = open.at(-1);
  if (!youngest?.end || youngest.end.contents === null || !isFile(youngest.end)) return null;
  const needs = sampleNeeds(youngest.path);
  return needs && { path: youngest.path, blob: youngest.end.blob, needs };
};

/** The facts with the contents that were read. */
export const withReadings = (facts: Facts, readings: readonly Read[]): Facts => {
  const contents = new ReadContents();
  contents.add(readings);
  return { ...facts, files: contents.fill(facts.files) };
};

/** Contents that were read, to be filled into files. */
export class ReadContents {
  readonly #known = new Map<string, string | null>();

  add(readings: readonly Read[]): void {
    for (const read of readings) this.#known.set(keyOf(read), read.contents);
  }

  fill(files: readonly FileChange[]): FileChange[] {
    return files.map((file) => {
      const before = this.#filled(file.from ?? file.path, file.before);
      const after = this.#filled(file.path, file.after);
      const past = file.past?.map(({ path, end }) => ({ path, end: this.#filled(path, end) ?? end }));
      if (past === undefined && before === file.before && after === file.after) return file;
      return {
        ...file,
        ...(past === undefined ? {} : { past }),
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      };
    });
  }

  #filled(path: string, end: End | null | undefined): End | null | undefined {
    const contents = end ? this.#known.get(keyOf({ path, blob: end.blob })) : undefined;
    return end && contents !== undefined ? { mode: end.mode, blob: end.blob, contents } : end;
  }
}

const keyOf = ({ path, blob }: { path: string; blob: string }): string => `${blob} ${path}`;

/** The ends that exist, the older first; both paths when the ends are not known. */
const endsOf = ({ path, from, before, after }: FileChange): { path: string; end: End | undefined }[] => {
  const old = before === null ? [] : [{ path: from ?? path, end: before }];
  const young = after === null ? [] : [{ path, end: after }];
  return [...old, ...young];
};

/** Only what stands in a file counts as its contents: not where a symlink leads, nor a submodule's commit. */
const isFile = ({ mode }: End): boolean => mode.startsWith("100");

const handWritten = Symbol("hand-written");

/** Why a path counts as generated; `null` leaves it to its contents. */
type JudgePath = (path: string) => string | typeof handWritten | null;

/** One for all who ask of the same change: what a path tells is found once. */
const judgePath = (attributes: Facts["attributes"], globs: readonly string[]): JudgePath => {
  const known = attributes && judges.get(attributes);
  if (known?.globs === globs) return known.byPath;
  const byPath = newJudgePath(attributes, globs);
  if (attributes) judges.set(attributes, { globs, byPath });
  return byPath;
};

const judges = new WeakMap<
  NonNullable<Facts["attributes"]>,
  { readonly globs: readonly string[]; readonly byPath: JudgePath }
>();

const newJudgePath = (attributes: Facts["attributes"], globs: readonly string[]): JudgePath => {
  const isListed = matcher(globs);
  const byRules = (path: string) =>
    byAttributes(attributes?.get(path)) ??
    (isListed(path) ? "named as generated by the plan" : generatedByPlace(path));
  const known = new Map<string, ReturnType<JudgePath>>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const reason = byRules(path);
    known.set(path, reason);
    return reason;
  };
};

const byAttributes = (marks: LinguistAttributes | undefined): ReturnType<JudgePath> => {
  if (marks === undefined) return null;
  if (marks.generated === "unset" || marks.vendored === "unset") return handWritten;
  if (marks.generated === "set") return "linguist-generated in .gitattributes";
  return marks.vendored === "set" ? "linguist-vendored in .gitattributes" : null;
};
