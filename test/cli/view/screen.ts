import { Writable } from "node:stream";
import type { WriteStream } from "node:tty";

/** A terminal as far as the live view writes to it, and what stands on it. */
export interface Screen {
  readonly terminal: WriteStream;
  /** Its rows from the top, those that scrolled away first, without what is empty at their ends. */
  readonly rows: () => string[];
}

interface Sheet {
  readonly rows: string[];
  row: number;
  column: number;
}

const newSheet = (): Sheet => ({ rows: [""], row: 0, column: 0 });

export const newScreen = (columns: number, rows: number): Screen => {
  const first = newSheet();
  let other: Sheet | null = null;
  const put = (text: string): void => {
    const sheet = other ?? first;
    const line = (sheet.rows[sheet.row] ?? "").padEnd(sheet.column);
    sheet.rows[sheet.row] = line.slice(0, sheet.column) + text + line.slice(sheet.column + text.length);
    sheet.column += text.length;
  };
  const go = (sheet: Sheet, row: number, column: number): void => {
    sheet.row = Math.max(0, row);
    sheet.column = column;
    while (sheet.rows.length <= sheet.row) sheet.rows.push("");
  };
  const control = (code: string): void => {
    const sheet = other ?? first;
    const [, how = "", what = ""] = /^([?\d;]*)(.)$/.exec(code) ?? [];
    const times = Number(how) || 1;
    if (code === "?1049h") other = newSheet();
    else if (code === "?1049l") other = null;
    else if (what === "A") go(sheet, sheet.row - times, sheet.column);
    else if (what === "B") go(sheet, sheet.row + times, sheet.column);
    else if (what === "G") sheet.column = times - 1;
    else if (what === "H") go(sheet, 0, 0);
    else if (what === "K") {
      const line = sheet.rows[sheet.row] ?? "";
      sheet.rows[sheet.row] = how === "2" ? "" : line.slice(0, sheet.column);
    } else if (!/[hlm]/.test(what)) throw new Error(`no terminal of the test knows ${JSON.stringify(code)}`);
  };
  const write = (text: string): void => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal is told.
    for (const [whole, code] of text.matchAll(/\u001b\[([?\d;]*[A-Za-z])|\r?\n|\r|[^\u001b\r\n]+/g)) {
      const sheet = other ?? first;
      if (code !== undefined) control(code);
      else if (whole === "\r") sheet.column = 0;
      else if (whole.endsWith("\n")) go(sheet, sheet.row + 1, 0);
      else put(whole);
    }
  };
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      write(chunk.toString());
      done();
    },
  });
  return {
    terminal: Object.assign(stream, { isTTY: true, columns, rows }) as unknown as WriteStream,
    rows: () => {
      const { rows: all } = other ?? first;
      return all.map((row) => row.trimEnd());
    },
  };
};
