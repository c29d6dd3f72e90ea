/** A short stable key of a text (64-bit FNV-1a, 16 hex digits): equal texts give equal keys, on every machine. */
export const keyOf = (text: string): string => {
  // Four limbs of 16 bits, the lowest first: big integers take twenty times as long.
  let [a, b, c, d] = [0x2325, 0x8422, 0x9ce4, 0xcbf2];
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; at += 1) {
    a ^= bytes[at] ?? 0;
    // The prime is 2^40 + 0x1b3.
    d = d * prime + (b << 8);
    c = c * prime + (a << 8);
    b *= prime;
    a *= prime;
    b += a >>> 16;
    c += b >>> 16;
    d += c >>> 16;
    [a, b, c, d] = [a & 0xffff, b & 0xffff, c & 0xffff, d & 0xffff];
  }
  return [d, c, b, a].map((limb) => limb.toString(16).padStart(4, "0")).join("");
};

const encoder = new TextEncoder();
const prime = 0x1b3;

/** A text as lower-case words joined by hyphens, at most `most` characters; `todo` when nothing is left. */
export const slugOf = (text: string, most = 40): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, most)
    .replace(/^-+|-+$/g, "") || "todo";

/** A text cut to `most` characters, saying so at its end; a character of two halves stays whole. */
export const cut = (text: string, most: number): string =>
  text.length <= most
    ? text
    : `${text.slice(0, Math.max(0, most - mark.length)).replace(/[\ud800-\udbff]$/, "")}${mark}`.slice(
        0,
        most,
      );

const mark = "… [cut here]";

/** A text of at most `most` characters that keeps its beginning and, above all, its end. */
export const cutMiddle = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const head = cut(text, Math.floor(most / 3));
  return `${head}\n${lastOf(text, most - head.length - 1)}`;
};

/** The last `most` characters of a text, without a line of which they would hold a part only, if others follow. */
export const lastOf = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const end = text.slice(-most).replace(/^[\udc00-\udfff]/, "");
  const isWhole = text.at(-most - 1) === "\n";
  return isWhole ? end : end.replace(/^[^\n]*\n(?=[^\n])/, "");
};
