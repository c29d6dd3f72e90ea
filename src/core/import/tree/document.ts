import { isWorker, labelOf } from "../reading/labels.ts";
import type { Lines } from "../source.ts";
import { markdownBlocks } from "./markdown.ts";
import { plainWords, withBoxSpaces } from "./marks.ts";
import { type Block, type Heading, type Prose, type Section, sectionsOf } from "./tree.ts";

/** A document as its sections, whatever markup marks them: Markdown's headings, bold lines, or lines that stand alone. */
export const documentOf = (lines: readonly string[]): Section => {
  const { prepared, at } = withGaps(lines);
  const parts = markdownBlocks(prepared).map((part) => placed(part, at));
  const marked = parts.flatMap((part) => ("kind" in part && part.kind === "text" ? boldIn(part) : [part]));
  const most = marked.filter((part) => !("kind" in part)).length;
  return sectionsOf(most < 3 ? unmarked(marked) : marked.flatMap(workersIn), lines.length);
};

const bullet = /^\s*(?:[-*+]|\(?\d{1,3}[.)])\s+\S/;

/** Markdown takes a line after a point as part of it; what introduces the next list, or a body, is none. */
const withGaps = (lines: readonly string[]): { prepared: string[]; at: number[] } => {
  const prepared: string[] = [];
  const at: number[] = [];
  let fence: string | null = null;
  for (const [index, source] of lines.entries()) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(source)?.[1] ?? null;
    if (mark !== null) fence = fence === null ? mark : mark.startsWith(fence) ? null : fence;
    const line = fence === null ? asBullet(source) : source;
    const before = prepared.at(-1) ?? "";
    const isApart =
      fence === null && before.trim() !== "" && !bullet.test(line) && introduces(line, lines[index + 1]);
    if (isApart) {
      prepared.push("");
      at.push(index + 1);
    }
    prepared.push(line);
    at.push(index + 1);
  }
  return { prepared, at };
};

const introduces = (line: string, next = ""): boolean =>
  (/^\s{0,3}\S.{0,80}[:：]\**\s*$/.test(line) && bullet.test(asBullet(next))) ||
  (/^\s{0,3}(?:\*\*)?\p{L}+ (?:\d{1,3}|[A-Z])\s*[:：(（–—-]/u.test(line) &&
    line.length <= 160 &&
    labelOf(line) !== null);

/** Bullets of other writing systems, and boxes without their spaces, as Markdown's. */
const asBullet = (line: string): string =>
  withBoxSpaces(line)
    .replace(/^(\s*)[・•▪‣●○◦–①-⑳]\s*(?=\S)/u, "$1- ")
    .replace(/^(\s*)(?=[☐☑☒✅⬜🔲])/u, "$1- ")
    .replace(/^(\s*)([０-９]{1,3})[．.)）]\s*(?=\S)/u, "$1- ");

const placed = <Part extends Heading | Block>(part: Part, at: readonly number[]): Part => {
  const moved = <Kind extends Lines>(one: Kind): Kind => ({
    ...one,
    line: at[one.line - 1] ?? one.line,
    end: at[one.end - 1] ?? one.end,
  });
  const deep = (block: Block): Block => {
    if (block.kind === "table") return moved({ ...block, rows: block.rows.map(moved) });
    if (block.kind !== "list") return moved(block);
    const points = block.points.map((point) => ({
      ...moved(point),
      from:
        point.from > point.end ? (at[point.end - 1] ?? point.end) + 1 : (at[point.from - 1] ?? point.from),
      blocks: point.blocks.map(deep),
    }));
    return moved({ ...block, points });
  };
  return ("kind" in part ? deep(part) : moved(part)) as Part;
};

/** Titles without a mark, and those in bold type, are below all that have one. */
const unmarkedLevel = 7;

const headingAt = (text: string, line: number): Heading => ({ text, level: unmarkedLevel, line, end: line });

const textAt = (texts: readonly string[], line: number): Prose[] =>
  texts.length === 0 ? [] : [{ kind: "text", texts, line, end: line + texts.length - 1 }];

/** A paragraph that is one bold line is a title. */
const boldIn = (block: Prose): (Heading | Block)[] => {
  const [text = "", ...more] = block.texts;
  const title = /^\s*(?:\*\*([^*]+)\*\*[:：]?|__([^_]+)__[:：]?|【([^】]+)】|[■◆]\s*(\S.*?))\s*$/u.exec(text);
  const words = title?.slice(1).find((group) => group !== undefined);
  if (words === undefined || more.length > 0) return [block];
  return [headingAt(words.trim(), block.line)];
};

/** In a document with headings, only lines that name who works are titles besides. */
const workersIn = (part: Heading | Block): (Heading | Block)[] => {
  if (!("kind" in part) || part.kind !== "text") return [part];
  const isTitle = (text: string) => text.length <= 160 && isWorkerLine(text);
  return cutAt(part, isTitle);
};

const isWorkerLine = (text: string): boolean => {
  const label = labelOf(text);
  return label !== null && isWorker(label);
};

/** A paragraph cut at its lines that are titles. */
const cutAt = ({ texts, line }: Prose, isTitle: (text: string) => boolean): (Heading | Block)[] => {
  const found: (Heading | Block)[] = [];
  let from = 0;
  for (const [at, text] of texts.entries()) {
    if (!isTitle(text)) continue;
    found.push(...textAt(texts.slice(from, at), line + from), headingAt(plainWords(text), line + at));
    from = at + 1;
  }
  return [...found, ...textAt(texts.slice(from), line + from)];
};

/** Where nothing marks the titles: lines that are counted by one word, or stand alone, or introduce the lists. */
const unmarked = (parts: readonly (Heading | Block)[]): (Heading | Block)[] => {
  const counts = new Map<string, Set<string>>();
  const texts = parts.flatMap((part) =>
    "kind" in part ? (part.kind === "text" ? part.texts : []) : [part.text],
  );
  for (const text of texts) {
    const label = text.length <= 160 ? labelOf(text) : null;
    if (label) counts.set(label.word, (counts.get(label.word) ?? new Set()).add(label.name));
  }
  const isCounted = (text: string) => {
    const label = text.length <= 160 ? labelOf(text) : null;
    return label !== null && (counts.get(label.word)?.size ?? 0) > 1;
  };
  const hasTitles = parts.some((part) => !("kind" in part));
  const hasCounted = [...counts.values()].some(({ size }) => size > 1);
  const cutParts = parts.flatMap((part) =>
    "kind" in part && part.kind === "text" ? cutAt(part, isCounted) : [part],
  );
  return cutParts.flatMap((part, at) => {
    if (!("kind" in part) || part.kind !== "text") return [part];
    const next = cutParts[at + 1];
    if (isAlone(part) && (hasCounted || !hasTitles))
      return [headingAt(plainWords(part.texts[0] ?? ""), part.line)];
    const last = part.texts.at(-1) ?? "";
    const isLabel = next !== undefined && "kind" in next && next.kind === "list" && /[:：]\s*$/.test(last);
    return isLabel && !hasTitles && !hasCounted ? cutAt(part, (text) => text === last).map(asLabel) : [part];
  });
};

const asLabel = (part: Heading | Block): Heading | Block =>
  "kind" in part ? part : { ...part, text: part.text.replace(/[:：]$/, "") };

const isAlone = ({ texts: [text = "", ...more] }: Prose): boolean =>
  more.length === 0 &&
  text.length <= 80 &&
  !/[.!?,;:："。；：]\s*$/.test(text) &&
  !/^\w+: /.test(text) &&
  text !== "";
