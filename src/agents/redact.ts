import { mapTexts } from "../core/map-texts.ts";
import { plainText } from "../core/plain-text.ts";

/** Shorter values are words, not secrets: taking them out would make output unreadable. */
const shortest = 8;

/** Hides secrets, and what is derived from them, in what programs print and answer. */
export interface Redactor {
  text(text: string): string;
  /** The same value with every text in it redacted and plain. */
  value<Value>(value: Value): Value;
  /** Redacts a stream, chunk by chunk; `end` passes on what was held back because it might begin a secret. */
  stream(onChunk: (chunk: Buffer) => void): { chunk(chunk: Buffer): void; end(): void };
}

/** Redacts these secrets in their plain, base64, hexadecimal, URL and JSON forms. */
export const redactorOf = (secrets: readonly string[]): Redactor => {
  const forms = [...new Set(secrets.filter(({ length }) => length >= shortest).flatMap(formsOf))];
  if (forms.length === 0) return passing;
  const pattern = new RegExp(
    forms
      .sort((a, b) => b.length - a.length)
      .map(escaped)
      .join("|"),
    "g",
  );
  const longest = Math.max(...forms.map(({ length }) => length));
  // Bytes as characters of their own: output may be cut anywhere, and need not be text.
  const hide = (bytes: string): string => bytes.replace(pattern, "***");
  const text = (plain: string): string => Buffer.from(hide(asBytes(plain)), "latin1").toString("utf8");
  return {
    text,
    value: (value) => mapTexts(value, (plain) => plainText(text(plain))),
    stream: (onChunk) => {
      let held = "";
      const pass = (bytes: string): void => {
        if (bytes !== "") onChunk(Buffer.from(bytes, "latin1"));
      };
      return {
        chunk: (chunk) => {
          const bytes = hide(held + chunk.toString("latin1"));
          const from = holdFrom(bytes, longest);
          held = bytes.slice(from);
          pass(bytes.slice(0, from));
        },
        end: () => pass(hide(held)),
      };
    },
  };
};

const passing: Redactor = {
  text: (text) => text,
  value: (value) => mapTexts(value, plainText),
  stream: (onChunk) => ({ chunk: onChunk, end: () => undefined }),
};

/** Secrets have no line breaks in them, but keys of several lines have secret lines. */
const formsOf = (secret: string): string[] =>
  [secret, ...secret.split(/\r?\n/)]
    .filter(({ length }) => length >= shortest)
    .flatMap((part) => [
      asBytes(part),
      encodeURIComponent(part),
      asBytes(JSON.stringify(part).slice(1, -1)),
      Buffer.from(part).toString("hex"),
      ...alignments.flatMap((before) => base64Of(part, before)),
    ]);

const alignments = [0, 1, 2] as const;

/** The characters of base64 that this text alone decides, when so many bytes stand before it. */
const base64Of = (text: string, before: number): string[] => {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const from = Math.ceil((before * 8) / 6);
  const to = Math.floor((bytes.length * 8) / 6);
  const plain = bytes.toString("base64").slice(from, to);
  return [plain, plain.replaceAll("+", "-").replaceAll("/", "_")];
};

/** A line that has ended holds no beginning of a secret; of one that goes on, the end may. */
const holdFrom = (bytes: string, longest: number): number =>
  Math.max(bytes.lastIndexOf("\n") + 1, bytes.length - longest + 1);

const asBytes = (text: string): string => Buffer.from(text).toString("latin1");

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
