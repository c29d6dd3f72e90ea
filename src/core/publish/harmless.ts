/*
 * What programs say goes to a forge as text: there it closes no issue, mentions nobody, loads nothing, skips no checks
 * and hides nothing, and still reads as it was meant. A mark without width is put where the forge would act; what holds
 * such marks already is left as it is, so that text may pass here twice.
 */

const mark = "\u200b";

/** Marks that change the order in which text is shown, and characters that nobody sees (Unicode, UAX #9 and "Tags"). */
const unseen = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

/** A keyword of GitHub's that closes issues, and what stands between it and the number. */
const closing =
  /\b((?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b[\s:*_~`'"([]{1,20}(?:https?:\/\/\S{1,200}?\/(?:issues|pull)\/|(?:[\w.-]{1,100}\/[\w.-]{1,100})?#|GH-))(?=\d)/gi;

/** Words that have GitHub leave out workflows, wherever they stand in a message. */
const skipping = /\[(?:skip|no)(?= ci\])|\[(?:ci|actions)(?= skip\])|\[skip(?= actions\])/gi;

const mention = /(?<!\w)@(?=[a-z\d])/gi;

const inert = (text: string): string =>
  text
    .replace(unseen, "")
    .replace(closing, `$1${mark}`)
    .replace(skipping, `$&${mark}`)
    .replace(/^(\s*skip-checks)(?=\s*:)/gim, `$1${mark}`)
    .replace(mention, `@${mark}`);

/** Text of others in GitHub's Markdown: of markup it keeps what only looks, and whatever it opens ends with it. */
export const harmless = (text: string): string =>
  closed(
    inert(text)
      .replace(/!(?=\[)/g, `!${mark}`)
      .replace(/<(?=[a-z/!?])/gi, `<${mark}`),
  );

/** The end of a fence that a text leaves open would be the end of what follows it. */
const closed = (text: string): string => {
  const open = text.split("\n").reduce<string | null>(fenceAfter, null);
  return open === null ? text : `${text}\n${open}`;
};

/** A fence ends at a line of its own mark alone, as long or longer (CommonMark 0.31, "Fenced code blocks"). */
const fenceAfter = (open: string | null, line: string): string | null => {
  const [, fence = "", rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (fence === "") return open;
  if (open === null) return fence.startsWith("`") && rest.includes("`") ? null : fence;
  return fence.startsWith(open) && rest.trim() === "" ? null : open;
};

/** Trailers by which people vouch for a change: no program says them for anybody. */
const vouching = /^((?:reviewed|acked|tested|approved|verified)-by)(?=\s*:)/gim;

/** A commit's message that a program wrote; sign-offs and credit stay trailers. */
export const harmlessMessage = (message: string): string => inert(message).replace(vouching, `$1${mark}`);
