import MarkdownIt, { type Token } from "markdown-it";
import type { Lines } from "../source.ts";
import { hasOpenSign, isMark, isStruck, pointText } from "./marks.ts";
import type { Block, Heading, List, ListPoint, Table } from "./tree.ts";

// Blocks alone, each with its lines: what stands within a line is read by its words. Definitions of links are text.
const parser = new MarkdownIt("default", { html: true, maxNesting: 24 });
parser.core.ruler.enableOnly(["normalize", "block"]);
parser.block.ruler.disable(["reference"]);

/** The headings and blocks of Markdown with GitHub's tables and boxes, in their order. */
export const markdownBlocks = (lines: readonly string[]): (Heading | Block)[] =>
  new Reader(parser.parse(lines.join("\n"), {}), lines).blocks();

/** Goes through the parser's tokens once. */
class Reader {
  #at = 0;
  readonly #tokens: readonly Token[];
  readonly #lines: readonly string[];
  readonly #isBoxed: boolean;

  constructor(tokens: readonly Token[], lines: readonly string[]) {
    this.#tokens = tokens;
    this.#lines = lines;
    this.#isBoxed = lines.some((line) => /^\s*(?:[-*+]|\d{1,3}[.)])\s+\[[ xX]\]/.test(line));
  }

  /** Those up to the token that closes what they are in. */
  blocks(): (Heading | Block)[] {
    const found: (Heading | Block)[] = [];
    for (let token = this.#next(); token && token.nesting >= 0; token = this.#next()) {
      const block = this.#block(token);
      if (block) found.push(block);
    }
    return found;
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  #block(token: Token): Heading | Block | null {
    const lines = this.#linesOf(token);
    switch (token.type) {
      case "heading_open":
        return { text: this.#inline().trim(), level: Number(token.tag.slice(1)), ...lines };
      case "bullet_list_open":
      case "ordered_list_open":
        return this.#list(lines);
      case "table_open":
        return this.#table(lines);
      case "paragraph_open":
        return { kind: "text", texts: this.#inline().split("\n"), ...lines };
      case "blockquote_open":
        this.blocks();
        return { kind: "text", texts: [], ...lines };
      case "hr":
        return null;
      default:
        return { kind: "code", texts: [], ...lines };
    }
  }

  #linesOf({ map }: Token): Lines {
    const [from, to] = map ?? [0, 0];
    let end = to;
    while (end > from + 1 && (this.#lines[end - 1] ?? "").trim() === "") end -= 1;
    return { line: from + 1, end };
  }

  /** The words between what was opened and what closes it. */
  #inline(): string {
    const { content = "" } = this.#next() ?? {};
    this.#at += 1;
    return content;
  }

  #list(lines: Lines): List {
    const points: ListPoint[] = [];
    for (let token = this.#next(); token && token.nesting > 0; token = this.#next())
      points.push(this.#point(this.#linesOf(token)));
    return { kind: "list", points: this.#withOpenSigns(points), ...lines };
  }

  /**
   * Beside points that are struck through, all have a box. Beside points with signs for a state, those with a sign for
   * what is not over have one; not where others have.
   */
  #withOpenSigns(points: readonly ListPoint[]): readonly ListPoint[] {
    if (points.every(({ box }) => box === null)) return points;
    const isWorkedOff = points.some(({ line }) => isStruck(this.#lines[line - 1] ?? ""));
    if (isWorkedOff) return points.map((point) => ({ ...point, box: boxBeside(point) }));
    if (this.#isBoxed) return points;
    const isOpen = ({ box, line }: ListPoint) => box === null && hasOpenSign(this.#lines[line - 1] ?? "");
    return points.map((point) => (isOpen(point) ? { ...point, box: " " } : point));
  }

  #point(lines: Lines): ListPoint {
    const inside = this.blocks();
    const [first, ...rest] = inside;
    const hasWords =
      first !== undefined && "kind" in first && first.kind === "text" && first.line === lines.line;
    const words = hasWords ? first.texts.join("\n") : "";
    const blocks = (hasWords ? rest : inside).map(
      (block): Block =>
        "kind" in block ? block : { kind: "text", texts: [block.text], line: block.line, end: block.end },
    );
    return { ...pointText(words), from: hasWords ? first.end + 1 : lines.line + 1, blocks, ...lines };
  }

  #table(lines: Lines): Table {
    const rows: { cells: string[]; line: number; end: number }[] = [];
    for (let depth = 1; depth > 0; ) {
      const token = this.#next();
      if (!token) break;
      depth += token.nesting;
      if (token.type === "tr_open") rows.push({ cells: [], ...this.#linesOf(token) });
      if (token.type === "inline") rows.at(-1)?.cells.push(token.content.trim());
    }
    const [head, ...rest] = rows;
    return { kind: "table", head: head?.cells ?? [], rows: rest, ...lines };
  }
}

/** What a point has for a box where others are struck through: a mark of what is over is as good. */
const boxBeside = ({ box }: ListPoint): string =>
  box === null ? " " : isMark(box) ? (box === "✅" ? "x" : "-") : box;
