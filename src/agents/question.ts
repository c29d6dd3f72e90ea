/** Lines from the end of the output in which a question is looked for. */
const lookedAt = 5;

/** What programs print when they want an answer on standard input, or from a browser. */
const asks = [
  /[?:]\s*(?:[[(][^\])]*[\])])?\s*:?\s*$/,
  /[[(](?:y(?:es)?\s*\/\s*n(?:o)?)[\])]/i,
  /\bpress (?:enter|return|any key)\b/i,
  /\bwaiting\b.*\b(?:for you|input|approval|authori[sz]ation|browser|login)\b/i,
];

/** What a program that fell silent was asking for; `null` when its output does not end in a question. */
export const questionIn = (tail: string): string | null => {
  const lines = tail.split("\n").map((line) => line.trim());
  const last = lines.filter((line) => line !== "" && !line.startsWith("{")).slice(-lookedAt);
  const found = last.findLast((line, index) => {
    const isLast = index === last.length - 1;
    return asks.slice(isLast ? 0 : 1).some((pattern) => pattern.test(line));
  });
  return found?.slice(0, 300) ?? null;
};
