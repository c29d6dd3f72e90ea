/** A point's own name in its source, such as `T001` or `2.1`, and the words after it. */
export interface Named {
  readonly key: string | null;
  readonly words: string;
}

const dotted = /^(?<key>\d{1,3}(?:\.\d{1,3}){1,4})[.):]?\s+(?<words>\S.*)$/su;
const single = /^(?<key>\d{1,3})[.):]\s+(?<words>\S.*)$/su;
const lettered = /^\[?(?<key>(?<letters>\p{Lu}{1,10})-?\d{1,7})\]?[\s:.)–—-]+(?<words>\S.*)$/su;
const numbered = /^(?<key>#\d{1,7})[\s:.)–—-]+(?<words>\S.*)$/su;
const filed = /^(?<key>\d{1,4})\.md\s*[:–—-]\s*(?<words>\S.*)$/su;

/** How the points of one source are named: letters before numbers only where several points have the same. */
export type NameOf = (text: string) => Named;

/** Learns from all points of a source how they are named: `S3 upload` alone is no name. */
export const namesIn = (texts: readonly string[]): NameOf => {
  const counts = new Map<string, Set<string>>();
  for (const text of texts) {
    const { key, letters } = lettered.exec(text)?.groups ?? {};
    if (key === undefined || letters === undefined) continue;
    counts.set(letters, (counts.get(letters) ?? new Set()).add(key));
  }
  const isSeries = (letters = "") => (counts.get(letters)?.size ?? 0) > 1;
  return (text) => {
    const byLetters = lettered.exec(text)?.groups;
    if (byLetters && isSeries(byLetters.letters)) return named(byLetters);
    for (const pattern of [filed, dotted, single, numbered]) {
      const found = pattern.exec(text)?.groups;
      if (found) return named(found);
    }
    return { key: null, words: text };
  };
};

/** Marks behind a name, such as `[P]` and `[US1]`, are no part of the words. */
const named = ({ key = "", words = "" }: Record<string, string>): Named => ({
  key,
  words: words.replace(/^(?:\[[^\]\n]{1,16}\]\s*)+(?=\S)/u, ""),
});

/** Whether a name is part of another: `2.1` of `2`. */
export const isPartOf = (key: string | null, parent: string | null): boolean =>
  key !== null && parent !== null && key.startsWith(`${parent}.`);
