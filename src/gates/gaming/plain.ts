import type { ChangedLines, Line } from "../changed-lines.ts";

/** The file with its lines as what reads them sees them: cut at line ends of every sort, with no white space to spare. */
export const plainLines = (file: ChangedLines): ChangedLines => ({
  ...file,
  added: file.added.flatMap(pieces),
  deleted: file.deleted.flatMap(pieces),
});

const pieces = ({ number, text }: Line): Line[] => {
  if (text.length < longest && !odd.test(text)) return [{ number, text }];
  return text
    .split(/[\r\u2028\u2029\v\f]/)
    .flatMap((part, at, all) => (part === "" && at === all.length - 1 && at > 0 ? [] : windows(part)))
    .map((part) => ({ number, text: part }));
};

/** Characters that the patterns look at in one line at most. */
const longest = 2000;

/** Other line ends, more white space than anybody indents by, and marks that are not seen. */
const odd = /[\r\u2028\u2029\v\f\ufeff\u200b]|[^\S\n]{60}/;

/** A long line in pieces that overlap, so that nothing is cut in two. */
const windows = (text: string): string[] => {
  const plain = text.replace(/[\ufeff\u200b]/g, "").replace(/[^\S\n]{60,}/g, " ");
  if (plain.length <= longest) return [plain];
  const step = longest - 200;
  return Array.from({ length: Math.ceil(plain.length / step) }, (_, at) =>
    plain.slice(at * step, at * step + longest),
  );
};
