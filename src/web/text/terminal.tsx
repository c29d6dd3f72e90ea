import Anser from "anser";
import type { FC } from "hono/jsx";

/** What a terminal is told but that is no text: links, titles, moves of the cursor. Colours are read afterwards. */
const controls = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  /\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c|$)/g,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  /\u001b\[[0-?]*[ -/]*[@-ln-~]/g,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  /\u001b(?!\[)[ -/]*[0-~]?/g,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f]/g,
];

/** Characters that change the order in which a line is read. */
const order = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A line that a program printed, in its colours; a line that was written over shows what came last. */
export const TerminalLine: FC<{ text: string }> = ({ text }) => {
  const plain = controls.reduce((rest, control) => rest.replace(control, ""), text).replace(order, "\ufffd");
  const last = plain.replace(/\r+$/, "").split("\r").at(-1) ?? "";
  return (
    <>
      {Anser.ansiToJson(last, { use_classes: true, remove_empty: true }).map(
        ({ content, fg, decorations }) => {
          const classes = [...(fg ? [fg] : []), ...decorations.map((name) => `ansi-${name}`)].filter((name) =>
            /^ansi-[a-z-]+$/.test(name),
          );
          return classes.length > 0 ? <span class={classes.join(" ")}>{content}</span> : content;
        },
      )}
    </>
  );
};
