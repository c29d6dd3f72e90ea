import { distance } from "fastest-levenshtein";

/** Words longer than this are not compared: nobody misspells a name of that length. */
const longest = 64;

/** The candidate that `word` most likely misspells; `null` when none is near. */
export const nearest = (word: string, candidates: Iterable<string>): string | null => {
  if (word.length > longest) return null;
  let best: string | null = null;
  let least = (word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const steps = distance(word.toLowerCase(), candidate.toLowerCase());
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
};

/** The end of a message that names the near candidate, or nothing. */
export const didYouMean = (word: string, candidates: Iterable<string>): string => {
  const near = nearest(word, candidates);
  return near === null ? "" : `; did you mean \`${near}\`?`;
};
