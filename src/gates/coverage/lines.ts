/** A line of the change: its number at the head, from 1, and its text without the end of line. */
export interface AddedLine {
  readonly line: number;
  readonly text: string;
}

/** The lines of a text one by one, so that a large report is never held twice; ends of line are `\n` or `\r\n`. */
export function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    yield text.slice(start, end > start && text[end - 1] === "\r" ? end - 1 : end);
    start = end + 1;
  }
}
