import { MilepostError } from "../error.ts";

/*
 * An order key is a number and letters: `00a`, `01b`, `12aa`. Keys sort by number, then by the letters' length,
 * then by alphabet, so that z is followed by aa. `001a` and `01a` are the same key. A part of a todo that was split may
 * have a number at its end: `02a.1` comes after `02a`, and before `02b`.
 */

interface OrderKey {
  readonly number: number;
  readonly letters: string;
  /** 0 where there is none. */
  readonly part: number;
}

const grammar = /^([0-9]{2,6})([a-z]{1,3})(?:\.([1-9][0-9]{0,2}))?$/;
/** The same for the expressions of others: without an anchor or a group that captures. */
export const orderPattern = "[0-9]{2,6}[a-z]{1,3}(?:\\.[1-9][0-9]{0,2})?";
const largestNumber = 999_999;
/** a … z, aa … zz, aaa … zzz. */
const letterKeys = 26 + 26 ** 2 + 26 ** 3;

/** Sorts order keys by number, letters' length, letters, part; for keys that are the same, by their text. */
export const compareOrder = (a: string, b: string): number => {
  const [left, right] = [parseOrder(a), parseOrder(b)];
  return (
    left.number - right.number ||
    left.letters.length - right.letters.length ||
    compareText(left.letters, right.letters) ||
    left.part - right.part ||
    compareText(a, b)
  );
};

/** The one way to write a key: `001a` is `01a`. */
export const canonicalOrder = (order: string): string => {
  const { number, letters, part } = parseOrder(order);
  return writeOrder(number, letters) + (part === 0 ? "" : `.${part}`);
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
export const freeLettersAfter = (order: string, taken: ReadonlySet<string>): number => {
  const { number, letters, part } = parseOrder(order);
  if (part > 0) return 0;
  for (let free = 0; ; free += 1) {
    const key = orderAt(number, rankOf(letters) + 1 + free);
    if (free === maxParts || key === null || taken.has(key)) return free;
  }
};

/** Most parts that a todo is cut into. */
export const maxParts = 40;

/** The keys of a todo's further parts: letters as long as there are as many free ones, else numbers. */
export const partOrders = (order: string, more: number, letters: number): string[] => {
  const { number, letters: own } = parseOrder(order);
  return Array.from({ length: more }, (_, at) => {
    const key = more <= letters ? orderAt(number, rankOf(own) + 1 + at) : null;
    return key ?? `${canonicalOrder(order)}.${at + 1}`;
  });
};

/** The number before the letters: the layer. */
export const orderNumber = (order: string): number => parseOrder(order).number;

const parseOrder = (order: string): OrderKey => {
  const [, number, letters, part = "0"] = grammar.exec(order) ?? [];
  if (number === undefined || letters === undefined)
    throw new MilepostError(`${order} is no order key`, { hint: "write a number and a letter, such as 01a" });
  return { number: Number(number), letters, part: Number(part) };
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
