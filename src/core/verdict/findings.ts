import { z } from "zod";
import { cut, keyOf } from "../key.ts";
import { openObject } from "../open-object.ts";

/** Findings that a record remembers; beyond these the fixed ones are forgotten first. */
const maxTracked = 24;

/** A finding that comes back this many rounds running is a question to a person. */
export const maxRepeats = 3;

/** What a review holds against a change: it says the same thing in two rounds when its fingerprint is the same. */
export interface Point {
  /** `null` when it is about the change as a whole. */
  readonly path: string | null;
  readonly line: number | null;
  readonly text: string;
}

/** A point that is followed from round to round. */
export const trackedSchema = openObject({
  key: z.string().regex(/^[0-9a-f]{16}$/),
  path: z.string().max(200).nullable(),
  line: z.int().min(1).nullable(),
  /** In the words of the last round that made it. */
  text: z.string().max(300),
  /** The first round that made it. */
  first: z.int().min(1),
  /** Rounds that made it. */
  seen: z.int().min(1),
  /** Rounds running that made it, up to now or since a person last decided. */
  running: z.int().min(0),
  open: z.boolean(),
});
export type Tracked = z.output<typeof trackedSchema>;

/** The findings after a round: what is made again keeps its key, what is not made again is fixed. */
export const track = (known: readonly Tracked[], points: readonly Point[], round: number): Tracked[] => {
  const left = new Map(known.map((one) => [one.key, one]));
  const made = uniquePoints(points).map((point) => {
    const earlier = left.get(point.key) ?? maxAlike(point, [...left.values()]);
    if (earlier) left.delete(earlier.key);
    return madeAgain(point, earlier, round);
  });
  const fixed = [...left.values()].map(closed);
  return [...made, ...fixed].slice(0, maxTracked);
};

/** The finding as one that nobody makes any more. */
export const closed = (one: Tracked): Tracked => ({ ...one, running: 0, open: false });

/** Findings that were made again and again, and that agent and reviewer will not settle between them. */
export const repeated = (findings: readonly Tracked[]): Tracked[] =>
  findings.filter(({ open, running }) => open && running >= maxRepeats);

type Known = Point & { readonly key: string; readonly words: ReadonlySet<string> };

const uniquePoints = (points: readonly Point[]): Known[] => [
  ...new Map(points.map((point) => known(point)).map((one) => [one.key, one])).values(),
];

const known = ({ path, line, text }: Point): Known => {
  const short = { path: path === null ? null : cut(path, 200), line, text: cut(text.trim(), 300) };
  return { ...short, key: fingerprint(short), words: wordsOf(short.text) };
};

const madeAgain = ({ key, path, line, text }: Known, earlier: Tracked | undefined, round: number): Tracked =>
  earlier
    ? { ...earlier, line, text, seen: earlier.seen + 1, running: earlier.running + 1, open: true }
    : { key, path, line, text, first: round, seen: 1, running: 1, open: true };

/** Share of words in common from which on two texts about one file say the same. */
const alike = 0.6;

const maxAlike = (point: Known, known: readonly Tracked[]): Tracked | undefined => {
  const shares = known
    .filter(({ path }) => path === point.path)
    .map((one) => ({ one, share: shareOf(point.words, wordsOf(one.text)) }))
    .sort((a, b) => b.share - a.share);
  return shares[0] && shares[0].share >= alike ? shares[0].one : undefined;
};

/** Sørensen and Dice's coefficient: 0 when the sets have nothing in common, 1 when they are equal. */
const shareOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const common = [...a].filter((word) => b.has(word)).length;
  return a.size + b.size === 0 ? 1 : (2 * common) / (a.size + b.size);
};

/** The key of what a point says: its file and its words, whatever their order, case, marks and the lines they name. */
export const fingerprint = ({ path, text }: Pick<Point, "path" | "text">): string =>
  keyOf(`${path ?? ""}\n${[...wordsOf(text)].sort().join(" ")}`);

/** A text's words without the lines that it names, which move, and without words that say nothing. */
const wordsOf = (text: string): Set<string> => {
  const plain = text.normalize("NFKC").toLowerCase().replace(namedLines, " ");
  return new Set((plain.match(word) ?? []).filter((one) => !empty.has(one)));
};

/** `:12`, `:12-20`, `#L12`, `line 12`, `lines 12 to 20`. */
const namedLines = /(?::|#l|\blines?\s+)\d+(?:(?:\s*[-–:]\s*|\s+(?:to|and)\s+)l?\d+)?/g;

/** Scripts that put no spaces between words are compared by sign. */
const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}_]+/gu;

const empty = new Set(
  "a an and are as at be been but by for from has have here in is it its of on or so still that the there this to was were with".split(
    " ",
  ),
);
