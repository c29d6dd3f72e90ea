import { MilepostError } from "../error.ts";

/*
 * An order key is a number and letters: `00a`, `01b`, `12aa`. Keys sort by number, then by the letters' length,
 * then by alphabet, so that z is followed by aa. `001a` and `01a` are the same key. A part of a todo that was split may
 * have a number at its end: `02a.1` comes after `02a`, and before `02b`. Parts of parts have several: `02a.1.1` comes
 * before `02a.2`, and so do `02a.0.1`, where `02a` was cut again, and `02a.1`.
 */

interface OrderKey {
  readonly number: number;
  readonly letters: string;
  /** Its numbers as a part; none where it is none. */
  readonly parts: readonly number[];
}

/** Most numbers of a part. */
export const maxDepth = 4;

const numbers = `(?:\\.(?:0|[1-9][0-9]{0,2})){0,${maxDepth - 1}}\\.[1-9][0-9]{0,2}`;
const grammar = new RegExp(`^([0-9]{2,6})([a-z]{1,3})(${numbers})?$`);
/** The same for the expressions of others: without an anchor or a group that captures. */
export const orderPattern = `[0-9]{2,6}[a-z]{1,3}(?:${numbers})?`;
const largestNumber = 999_999;
/** a … z, aa … zz, aaa … zzz. */
const letterKeys = 26 + 26 ** 2 + 26 ** 3;

/** Sorts order keys by number, letters' length, letters, parts; for keys that are the same, by their text. */
export const compareOrder = (a: string, b: string): number => {
  const [left, right] = [parseOrder(a), parseOrder(b)];
  return (
    left.number - right.number ||
    left.letters.length - right.letters.length ||
    compareText(left.letters, right.letters) ||
    compareParts(left.parts, right.parts) ||
    compareText(a, b)
  );
};

const compareParts = (left: readonly number[], right: readonly number[]): number => {
  const at = left.findIndex((part, place) => part !== right[place]);
  return at === -1 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
};

/** The one way to write a key: `001a` is `01a`. */
export const canonicalOrder = (order: string): string => {
  const { number, letters, parts } = parseOrder(order);
  return [writeOrder(number, letters), ...parts].join(".");
};

/** The key that has this number and the letters of this rank (0 is a, 26 is aa); `null` when there is none. */
export const orderAt = (number: number, rank: number): string | null =>
  number > largestNumber || rank >= letterKeys ? null : writeOrder(number, lettersAt(rank));

/**
 * The next free key with the same number: after 01a the first of 01b, 01c … 01z, 01aa … that is not taken.
 * A new todo that a follow-up asks for gets it, and so sorts after its parent and before the next number.
 * Throws when all 18,278 are taken.
 */
export const nextOrder = (parent: string, taken: ReadonlySet<string>): string => {
  const found = freeOrderAfter(parent, taken);
  if (found === null)
    throw new MilepostError(`no order key after ${parent} is free`, { hint: "give the todo an order" });
  return found;
};

/** As `nextOrder`, but `null` when none is free. */
export const freeOrderAfter = (parent: string, taken: ReadonlySet<string>): string | null => {
  const { number, letters } = parseOrder(parent);
  return freeOrderFrom(number, rankOf(letters) + 1, taken);
};

/** The first key with this number, from this rank of letters on, that is not taken; `null` when none is. */
export const freeOrderFrom = (number: number, rank: number, taken: ReadonlySet<string>): string | null => {
  for (let next = rank; ; next += 1) {
    const key = orderAt(number, next);
    if (key === null || !taken.has(key)) return key;
  }
};

/** How many of the keys right after this one, letter by letter, nobody has: as far as the first that is taken. */
const freeLettersAfter = (order: string, taken: ReadonlySet<string>): number => {
  const { number, letters, parts } = parseOrder(order);
  if (parts.length > 0) return 0;
  for (let free = 0; ; free += 1) {
    const key = orderAt(number, rankOf(letters) + 1 + free);
    if (free === maxParts || key === null || taken.has(key)) return free;
  }
};

/** Most parts that a todo is cut into. */
export const maxParts = 40;

/** Which keys are free for a todo's parts. */
export interface PartKeys {
  /** How many of those right after its own, letter by letter. */
  readonly letters: number;
  /** How many zeros stand before the numbers: with more of them come before what was cut out of it earlier. */
  readonly depth: number;
}

/** The keys of a todo's further parts: letters as long as there are as many free ones, else numbers. */
export const partOrders = (order: string, more: number, { letters, depth }: PartKeys): string[] => {
  const { number, letters: own } = parseOrder(order);
  return Array.from({ length: more }, (_, at) => {
    const key = more <= letters ? orderAt(number, rankOf(own) + 1 + at) : null;
    return key ?? numberedPart(order, { depth, at: at + 1 });
  });
};

const numberedPart = (order: string, { depth, at }: { depth: number; at: number }): string =>
  `${canonicalOrder(order)}${".0".repeat(depth)}.${at}`;

/** The keys for parts of a todo: letters only for those of the first time, which all that comes later stands before. */
export const freePartKeys = (
  order: string,
  { cuts, taken }: { cuts: number; taken: ReadonlySet<string> },
): PartKeys => {
  let depth = 0;
  while (depth < cuts && taken.has(numberedPart(order, { depth, at: 1 }))) depth += 1;
  return { letters: cuts > 0 ? 0 : freeLettersAfter(order, taken), depth };
};

/** Whether there are keys for the parts of a todo that was cut so often before. */
export const hasPartOrders = (order: string, cuts: number): boolean =>
  parseOrder(order).parts.length + cuts < maxDepth;

/** The number before the letters: the layer. */
export const orderNumber = (order: string): number => parseOrder(order).number;

const parseOrder = (order: string): OrderKey => {
  const [, number, letters, parts = ""] = grammar.exec(order) ?? [];
  if (number === undefined || letters === undefined)
    throw new MilepostError(`${order} is no order key`, { hint: "write a number and a letter, such as 01a" });
  return { number: Number(number), letters, parts: parts.split(".").slice(1).map(Number) };
};

const writeOrder = (number: number, letters: string): string =>
  `${String(number).padStart(2, "0")}${letters}`;

const lettersAt = (rank: number): string => {
  const letter = String.fromCharCode(97 + (rank % 26));
  return rank < 26 ? letter : lettersAt(Math.floor(rank / 26) - 1) + letter;
};

const rankOf = (letters: string): number =>
  [...letters].reduce((rank, letter) => (rank + 1) * 26 + letter.charCodeAt(0) - 97, -1);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
