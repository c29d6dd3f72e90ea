/** A text as quotes are compared: its letters and digits, whatever stands between them. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();

/** Characters that a quote has at least, where its line has as many. */
const shortest = 8;

/** How words stand to the line that they are to be of. */
type QuoteState = "said" | "not-said" | "too-short";

export const quoteIn = (line: string, quote: string): QuoteState => {
  const [whole, part] = [plain(line), plain(quote)];
  if (!` ${whole} `.includes(part) || part === "") return "not-said";
  return part.length >= Math.min(shortest, whole.length) ? "said" : "too-short";
};

/** What tells one text from another: the beginnings of its words, and pairs of letters where words are not parted. */
const stems = (text: string): string[] =>
  plain(text)
    .split(" ")
    .flatMap((word) => (unparted.test(word) ? pairsOf(word) : word.length > 3 ? [word.slice(0, 5)] : []));

const unparted = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

const pairsOf = (word: string): string[] =>
  Array.from({ length: Math.max(1, word.length - 1) }, (_, at) => word.slice(at, at + 2));

/** Whether at least half of what a title says is said by the lines; one that says too little to tell is. */
export const isSaidBy = (title: string, lines: string): boolean => {
  const wanted = new Set(stems(title));
  const said = new Set(stems(lines));
  return [...wanted].filter((stem) => said.has(stem)).length * 2 >= wanted.size;
};
