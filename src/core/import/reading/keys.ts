import { isWorker } from "./labels.ts";

/** A point's own name in its source, such as `T001` or `2.1`, and the words after it. */
export interface Named {
  readonly key: string | null;
  readonly words: string;
}

const dotted = /^(?<key>\d{1,3}(?:\.\d{1,3}){1,4})[.):]?\s+(?<words>\S.*)$/su;
const single = /^(?<key>\d{1,3})[.):]\s+(?<words>\S.*)$/su;
const lettered =
  /^\[?(?<key>(?<letters>\p{Lu}{1,10})-?\d{1,7}(?:\.\d{1,3}){0,3})\]?[\s:.)–—-]+(?<words>\S.*)$/su;
const dashed = /^(?<key>\d{1,3}-\d{1,3})[.):]\s+(?<words>\S.*)$/su;
const numbered = /^(?<key>#\d{1,7})[\s:.)–—-]+(?<words>\S.*)$/su;
const filed = /^(?<key>\d{1,4})\.md\s*[:–—-]\s*(?<words>\S.*)$/su;

/** A word that several points are counted by, as in `Task 2: Search`: it names each, and is no part of its title. */
const counted =
  /^(?<key>(?<word>\p{L}[\p{L}\p{M}]{1,19})\s?\d{1,3}(?:\.\d{1,3})?)\s*[:：.–—-]\s*(?<words>\S.*)$/su;

/** How the points of one source are named: words and letters before numbers only where several points have the same. */
export type NameOf = (text: string) => Named;

/** Learns from all points of a source how they are named: `S3 upload` alone is no name. */
export const namesIn = (texts: readonly string[]): NameOf => {
  const isSeries = sharedIn(texts, (text) => lettered.exec(text)?.groups, "letters");
  const isCounted = sharedIn(texts, countedOf, "word");
  return (text) => {
    const byLetters = lettered.exec(text)?.groups;
    if (byLetters && isSeries(byLetters)) return named(byLetters);
    const byWord = countedOf(text);
    if (byWord && isCounted(byWord)) return named(byWord);
    for (const pattern of [filed, dotted, dashed, single, numbered]) {
      const found = pattern.exec(text)?.groups;
      if (found) return named(found);
    }
    return { key: null, words: text };
  };
};

type Parts = Readonly<Record<string, string>>;

/** Phases are no names but an order, and who works is named by more than a point. */
const countedOf = (text: string): Parts | undefined => {
  const found = counted.exec(text)?.groups;
  const word = found?.word?.toLowerCase() ?? "";
  return word === "phase" || isWorker({ word: `${word} #` }) ? undefined : found;
};

/** Whether several texts with the same letters or word before their number have different ones. */
const sharedIn = (
  texts: readonly string[],
  partsOf: (text: string) => Parts | undefined,
  shared: string,
): ((parts: Parts) => boolean) => {
  const keys = new Map<string, Set<string>>();
  for (const text of texts) {
    const { key = "", [shared]: same = "" } = partsOf(text) ?? {};
    if (key !== "") keys.set(same, (keys.get(same) ?? new Set()).add(key));
  }
  return ({ [shared]: same = "" }) => (keys.get(same)?.size ?? 0) > 1;
};

/** Marks behind a name, such as `[P]` and `[US1]`, are no part of the words. */
const named = ({ key = "", words = "" }: Parts): Named => ({
  key,
  words: words.replace(/^(?:\[[^\]\n]{1,16}\]\s*)+(?=\S)/u, ""),
});

/** Whether a name is part of another: `2.1` of `2`. */
export const isPartOf = (key: string | null, parent: string | null): boolean =>
  key !== null && parent !== null && key.startsWith(`${parent}.`);
