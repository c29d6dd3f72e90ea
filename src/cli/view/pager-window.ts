import type { WriteStream } from "node:tty";
import type { Colors } from "../text/colors.ts";
import type { TellLines } from "./actions.ts";
import { newPager, type Pager, pagerRows, pressed, withLines } from "./pager.ts";

/** A window over what a terminal shows, which is there again as it was when it is closed. */
interface PagerWindow {
  readonly isOpen: () => boolean;
  /** Shows lines as they come, till somebody closes it. */
  readonly open: (title: string, shown: { readonly follows: boolean; readonly read: ReadLines }) => void;
  readonly press: (key: string) => void;
  readonly draw: () => void;
  readonly close: () => void;
}

type ReadLines = (told: TellLines, signal: AbortSignal) => Promise<void>;

const control = "\u001b[";
const otherScreen = `${control}?1049h`;
const firstScreen = `${control}?1049l`;
/** Between these a terminal draws nothing, so that no half of it is seen. */
const held = { from: `${control}?2026h`, to: `${control}?2026l` };

export const pagerWindow = (
  terminal: WriteStream,
  { colors, closed }: { colors: Colors; closed: () => void },
): PagerWindow => {
  let shown: { pager: Pager; readonly reading: AbortController; drawn: string } | null = null;
  const sizeNow = () => ({ columns: terminal.columns ?? 80, rows: terminal.rows ?? 24 });
  const draw = (): void => {
    if (!shown) return;
    const size = sizeNow();
    if (size.columns !== shown.pager.columns) shown.pager = withLines(shown.pager, [], size.columns);
    const rows = pagerRows(shown.pager, size, colors).map((row) => `${row}${control}K`);
    const text = rows.join("\r\n");
    if (text === shown.drawn) return;
    shown.drawn = text;
    terminal.write(`${held.from}${control}H${text}${held.to}`);
  };
  const close = (): void => {
    if (!shown) return;
    shown.reading.abort();
    shown = null;
    terminal.write(firstScreen);
    closed();
  };
  return {
    isOpen: () => shown !== null,
    open: (title, { follows, read }) => {
      const own = { pager: newPager(title, { follows }), reading: new AbortController(), drawn: "" };
      const told: TellLines = (lines) => {
        if (shown !== own || lines.length === 0) return;
        own.pager = withLines(own.pager, lines, sizeNow().columns);
        draw();
      };
      shown = own;
      terminal.write(otherScreen);
      draw();
      void read(told, own.reading.signal).catch((error: unknown) =>
        told([error instanceof Error ? error.message : String(error)]),
      );
    },
    press: (key) => {
      if (!shown) return;
      const next = pressed(shown.pager, key, sizeNow());
      if (next === null) return close();
      shown.pager = next;
      draw();
    },
    draw,
    close,
  };
};
