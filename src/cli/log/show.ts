import type { Attempt } from "../../local/attempts.ts";
import { pad, plain, plainLine, widthOf as widthOfText } from "../text/clip.ts";
import { colorsFor } from "../text/colors.ts";
import { widthOf } from "../text/width.ts";
import { pieceLines } from "./lines.ts";
import type { LogPiece } from "./reader.ts";

/** Shows pieces of an attempt's log. */
type ShowPieces = (attempt: Attempt, pieces: readonly LogPiece[]) => void;

/** One JSON object a piece. */
export const showJson =
  (out: NodeJS.WritableStream): ShowPieces =>
  ({ plan, todo, order, number }, pieces) => {
    for (const piece of pieces)
      out.write(`${JSON.stringify({ type: "log", plan, todo, order, attempt: number, ...piece })}\n`);
  };

/** Lines as they stand; on a terminal without what could steer it. */
export const showRaw =
  (out: NodeJS.WriteStream): ShowPieces =>
  (_, pieces) => {
    for (const { text } of pieces) out.write(`${out.isTTY ? plainLine(text) : text}\n`);
  };

/** Lines for people; with the todo's name before each where several are shown. */
export const showLines = (out: NodeJS.WriteStream, { isNamed }: { isNamed: boolean }): ShowPieces => {
  const colors = colorsFor(out);
  const whole = widthOf(out);
  const paints = new Map<string, (text: string) => string>();
  let width = 0;
  const prefixOf = ({ order, todo }: Attempt): string => {
    if (!isNamed) return "";
    const name = plain(`${order} ${todo}`);
    const all = [colors.cyan, colors.yellow, colors.green, colors.magenta, colors.blue, colors.red];
    const paint = paints.get(name) ?? all[paints.size % all.length] ?? colors.cyan;
    paints.set(name, paint);
    width = Math.max(width, Math.min(longestName, widthOfText(name)));
    return `${paint(`${pad(name, width)} │`)} `;
  };
  return (attempt, pieces) => {
    const prefix = prefixOf(attempt);
    const columns = whole === null ? null : Math.max(20, whole - (isNamed ? width + 3 : 0));
    const lines = pieces.flatMap((piece) => pieceLines(piece, { columns, colors }));
    for (const line of lines) out.write(`${prefix}${line}`.trimEnd().concat("\n"));
  };
};

const longestName = 24;
