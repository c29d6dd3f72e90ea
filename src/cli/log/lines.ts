import { stripVTControlCharacters } from "node:util";
import { count } from "../../core/count.ts";
import { clip, plain, plainLine } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { moment } from "../text/time.ts";
import type { LogPiece } from "./reader.ts";

/** Lines of a tool's answer that are shown. */
const shownOfAnswer = 6;

/** A piece of a log as lines for a terminal, without what could steer it. */
export const pieceLines = (
  { step, kind, text, at }: LogPiece,
  { columns, colors }: { columns: number | null; colors: Colors },
): string[] => {
  const width = columns ?? Number.POSITIVE_INFINITY;
  switch (kind) {
    case "head":
      return ["", `${colors.bold(clip(`▶ ${step}: ${plain(text)}`, width - 20))}  ${colors.dim(moment(at))}`];
    case "end": {
      const paint = text.startsWith("exit code 0,") ? colors.green : colors.red;
      return [paint(`■ ${step}: ${plain(text)}`)];
    }
    case "says":
      return textLines(text);
    case "calls":
      return [colors.cyan(clip(`→ ${plain(text)}`, columns ?? longestCall))];
    case "answer":
      return answerLines(text, { width, colors });
    case "about":
      return textLines(text).map((line) => colors.dim(`· ${line}`));
    case "other":
      return [shown(text)];
    default:
      return kind satisfies never;
  }
};

/** Columns of a call where there is no terminal to keep to. */
const longestCall = 200;

const textLines = (text: string): string[] => text.split("\n").map(shown);

/** As a terminal would show it in the end, of what a program coloured and wrote over. */
const shown = (line: string): string =>
  plainLine(stripVTControlCharacters(line).trimEnd().split("\r").at(-1) ?? "");

const answerLines = (text: string, { width, colors }: { width: number; colors: Colors }): string[] => {
  const lines = textLines(text);
  const more = lines.length - shownOfAnswer;
  // One line more takes no more room than to say so.
  const shown = more > 1 ? lines.slice(0, shownOfAnswer) : lines;
  const rest = more > 1 ? [`… ${count(more, "line")} more, which --raw shows`] : [];
  return [...shown, ...rest].map((line) => colors.dim(clip(`  │ ${line}`, width)));
};
