const escapes: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  t: "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  '"': '"',
  "\\": "\\",
};

/** A path as git quotes it in a diff, read back: in C's escapes when it begins with a quote. */
export const unquote = (text: string): string => {
  if (!text.startsWith('"')) return text;
  const parts = [...text.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/gs)];
  const bytes = parts.flatMap(([, octal, letter, plain]) => {
    if (octal !== undefined) return [Number.parseInt(octal, 8) & 0xff];
    return [...new TextEncoder().encode(plain ?? escapes[letter ?? ""] ?? letter ?? "")];
  });
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(bytes));
};
