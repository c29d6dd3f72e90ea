import stringWidth from "string-width";

/** Terminal columns that a text takes. */
export const widthOf = (text: string): number => {
  if (ascii.test(text)) return text.length;
  const width = known.get(text) ?? stringWidth(text);
  if (known.size < maxKnown) known.set(text, width);
  return width;
};

/** Tables say the same few words in each row, such as a state with its sign. */
const known = new Map<string, number>();
const maxKnown = 1000;

/** Each takes one column; most texts have nothing else. */
const ascii = /^[ -~]*$/;

/** A text in at most `width` columns, ending in `…` when something was cut off; never splits a character. */
export const clip = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text;
  if (width < 1) return "";
  let kept = "";
  let taken = 0;
  for (const { segment } of characters.segment(text)) {
    taken += widthOf(segment);
    if (taken > width - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
};

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** A text in exactly `width` columns. */
export const pad = (text: string, width: number, align: "left" | "right" = "left"): string => {
  const own = widthOf(text);
  const fitted = own <= width ? text : clip(text, width);
  const space = " ".repeat(width - (own <= width ? own : widthOf(fitted)));
  return align === "left" ? fitted + space : space + fitted;
};

/** A line of others with its spaces as they are, without what could steer a terminal. */
export const plainLine = (line: string): string =>
  line.trimEnd().replaceAll("\t", "    ").replace(steering, "\ufffd");

const steering = /\p{Cc}|\p{Bidi_Control}/gu;

/** A text of others on one line, without what could steer a terminal. */
export const plain = (text: string): string => text.trim().replace(/\s+/g, " ").replace(steering, "\ufffd");
