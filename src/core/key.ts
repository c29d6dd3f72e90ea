/** A short stable key of a text (64-bit FNV-1a, 16 hex digits): equal texts give equal keys, on every machine. */
export const keyOf = (text: string): string => {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
};

/** A text as lower-case words joined by hyphens, at most `most` characters; `todo` when nothing is left. */
export const slugOf = (text: string, most = 40): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, most)
    .replace(/^-+|-+$/g, "") || "todo";

/** A text cut to `most` characters, saying so at its end. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(0, most - 12))}… [cut here]`;
