import { plainText } from "../plain-text.ts";
import { withoutOpenFence } from "./fences.ts";

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
  /\b((?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b[^\w#]{1,20}(?:https?:\/\/\S{1,200}?\/(?:issues|pull)\/|(?:[\w.-]{1,100}\/[\w.-]{1,100})?#|GH-))(?=\d)/gi;

/** Words that have GitHub and its like leave out checks, wherever they stand in a message. */
const skipping =
  /\[\s*(?:skip|no)(?=[\s_-]+[\w.-]{1,30}\s*\])|\[\s*[\w.-]{1,30}(?=[\s_-]+skip\s*\])|\*\*\*NO(?=_CI\*\*\*)/gi;

/** Where a letter or digit stands before it, as in an address, it is no mention. */
const mention = /(?<![a-z\d])@(?=[a-z\d])/gi;

/** Text of others in which nothing acts where it is shown as it stands: in code, in a message, outside of a forge. */
export const inert = (text: string): string =>
  plainText(text)
    .replace(unseen, "")
    .replaceAll("<!--", `<!${mark}--`)
    .replace(closing, `$1${mark}`)
    .replace(skipping, `$&${mark}`)
    .replace(/^(\s*(?:skip|request)-checks)(?=\s*:)/gim, `$1${mark}`)
    .replace(mention, `@${mark}`);

/** The same where a squash may make a commit's message of it: nobody signs for anything in it. */
export const unsigned = (text: string): string =>
  inert(text).replace(/^([ \t]*[a-z]+(?:-[a-z]+)*-by)(?=[ \t]*:)/gim, `$1${mark}`);

/** Text of others in GitHub's Markdown: of markup it keeps what only looks, and whatever it opens ends with it. */
export const harmless = (text: string): string =>
  withoutOpenFence(
    unsigned(text)
      .replace(/!(?=\[)/g, `!${mark}`)
      .replace(/<(?=[a-z/?]|!(?!\u200b))/gi, `<${mark}`)
      .replace(/&(?=#|[a-z]+;)/gi, `&${mark}`),
    mark,
  );

/** Trailers by which people vouch for a change: no program says them for anybody. */
const vouching =
  /^([ \t]*(?:[a-z]+-){0,4}(?:reviewed|acked|tested|approved|verified|audited|checked|confirmed)(?:-[a-z]+){0,4}-by)(?=\s*:)/gim;

/** A commit's message that a program wrote; sign-offs and credit stay trailers. */
export const harmlessMessage = (message: string): string => inert(message).replace(vouching, `$1${mark}`);
