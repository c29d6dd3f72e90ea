import { harmlessMessage } from "../../core/publish/harmless.ts";
import type { Person } from "../../gates/commit.ts";
import { isEmail } from "../../gates/email.ts";
import { explicit, isSame } from "../../gates/sign-offs.ts";

/**
 * A commit's message with the author's sign-off, once.
 *
 * All other trailers stay. Who wrote the commit, if it is somebody else, is named as co-author, unless the address
 * takes no mail: then it is a program's default.
 */
export const coherentMessage = (
  commit: { readonly message: string; readonly author: Person },
  author: Person,
): string => {
  const others = isPerson(commit.author) && !isSame(commit.author, author) ? [commit.author] : [];
  const credit = others.map((other) => `Co-authored-by: ${other.name} <${other.email}>`);
  const signOff = `Signed-off-by: ${author.name} <${author.email}>`;
  const message = harmlessMessage(withoutRepeats(commit.message, author));
  const lines = message.toLowerCase().split("\n");
  const missing = [
    ...credit.filter((line) => !lines.includes(line.toLowerCase())),
    ...(isSignedOff(message, author) ? [] : [signOff]),
  ];
  return missing.length === 0 && message.trim() !== "" ? message : append(message, missing);
};

/** `noreply@` and the like are the addresses that programs commit by; GitHub's private addresses have a name. */
const isPerson = ({ email }: Person): boolean =>
  isEmail(email) && !/^(no-?reply|do-?not-?reply)@|\[bot\]|\.(local|localdomain|invalid)$/i.test(email);

/** Whether the message carries the author's sign-off. */
export const isSignedOff = (message: string, author: Person): boolean =>
  explicit(message).some((signOff) => isSame(signOff, author));

/** Drops every sign-off of the author but the first. */
const withoutRepeats = (message: string, author: Person): string => {
  let seen = false;
  const lines = message.split("\n").filter((line) => {
    const repeats = seen && isSignedOff(line, author);
    seen ||= isSignedOff(line, author);
    return !repeats;
  });
  return lines.join("\n");
};

/** Adds trailers to the last paragraph if it is one of trailers, else as a paragraph of their own. */
const append = (message: string, trailers: readonly string[]): string => {
  const text = message.trimEnd() === "" ? "Change without a message" : message.trimEnd();
  const paragraphs = text.split(/\n\s*\n/);
  const last = paragraphs.at(-1) ?? "";
  const isTrailers = paragraphs.length > 1 && last.split("\n").every(isTrailer);
  return `${text}${isTrailers ? "\n" : "\n\n"}${trailers.join("\n")}\n`;
};

/** A line of a trailer block: git-interpret-trailers(1). */
const isTrailer = (line: string): boolean => /^[A-Za-z0-9-]+\s*:|^\s+\S|^\(cherry picked from /.test(line);
