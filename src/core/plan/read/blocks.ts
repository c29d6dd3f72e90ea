/** A part of a YAML text that can be left out with the rest meaning what it says: a list's item, or a key of the plan. */
export interface SourceBlock {
  readonly from: number;
  /** Behind its last line. */
  readonly to: number;
}

interface Line {
  readonly from: number;
  readonly text: string;
  /** Infinity for what is empty or a comment. */
  readonly indent: number;
}

/** The blocks that an offset is in, the innermost first, by their indentation alone. */
export const blocksAround = (text: string, offset: number): SourceBlock[] => {
  const lines = linesOf(text);
  const at = lines.findLastIndex(({ from }) => from <= offset);
  const blocks: SourceBlock[] = [];
  let inner = Number.POSITIVE_INFINITY;
  for (let start = at; start >= 0; start--) {
    const line = lines[start];
    if (line === undefined || line.indent >= inner) continue;
    const isItem = /^\s*-(?:\s|$)/.test(line.text);
    if (!isItem && line.indent > 0 && start !== at) continue;
    inner = line.indent;
    if (!isItem && line.indent > 0) continue;
    const after = lines.find((one, index) => index > start && one.indent <= line.indent);
    blocks.push({ from: line.from, to: after?.from ?? text.length });
    if (line.indent === 0 && !isItem) break;
  }
  return blocks;
};

/** The text with nothing in a block, all else at its offset. An item of a list stays one. */
export const without = (text: string, { from, to }: SourceBlock): string => {
  const block = text.slice(from, to);
  const empty = block.replaceAll(/[^\r\n]/g, " ");
  const [item] = /^\s*- \S\S/.exec(block) ?? [];
  const kept = item === undefined ? "" : `${item.slice(0, -2)}{}`;
  return text.slice(0, from) + kept + empty.slice(kept.length) + text.slice(to);
};

const linesOf = (text: string): Line[] => {
  let from = 0;
  return text.split("\n").map((line) => {
    const read = { from, text: line, indent: indentOf(line) };
    from += line.length + 1;
    return read;
  });
};

const indentOf = (line: string): number => {
  const indent = line.search(/[^ \t\r]/);
  return indent === -1 || line[indent] === "#" ? Number.POSITIVE_INFINITY : indent;
};
