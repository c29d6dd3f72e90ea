// Draws what a command printed on a terminal, with its colours, as an SVG on standard output:
//   FORCE_COLOR=1 npx milepost status plans/x.yml | node scripts/picture.mjs 'milepost status plans/x.yml' > docs/x.svg
import { text } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";

const cell = { width: 7.8, height: 17 };
const margin = 18;
const colors = { 1: "#e6edf3", 31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 36: "#79c0ff" };
const plain = "#c9d1d9";
const dim = "#8b949e";

const title = process.argv[2] ?? "";
/**
 * One line as spans of one colour each, placed by column so that fonts of any width line up.
 *
 * What stands between two blanks or more is a span of its own: browsers differ in when they keep blanks, and a span that
 * lost some is stretched to its length.
 */
const lineOf = (line, y) => {
  let column = 0;
  let style = { fill: plain, bold: false };
  const spans = [];
  for (const [at, part] of line.split("\u001b[").entries()) {
    const codes = at === 0 ? null : (/^[\d;]*(?=m)/.exec(part)?.[0] ?? null);
    for (const code of codes?.split(";") ?? []) style = styled(style, Number(code || 0));
    const shown = codes === null ? part : part.slice(codes.length + 1);
    for (const { 0: words, index } of shown.matchAll(/\S+(?: \S+)*/g)) {
      const before = column + [...shown.slice(0, index)].length;
      spans.push(span(words, { x: margin + before * cell.width, y, style }));
    }
    column += [...shown].length;
  }
  return spans.join("");
};

const styled = (style, code) => {
  if (code === 2) return { ...style, fill: dim };
  if (code === 1) return { fill: colors[1], bold: true };
  if (code in colors) return { ...style, fill: colors[code] };
  return { fill: plain, bold: false };
};

const span = (shown, { x, y, style }) => {
  const length = ([...shown].length * cell.width).toFixed(1);
  const weight = style.bold ? ' font-weight="bold"' : "";
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" textLength="${length}" fill="${style.fill}"${weight}>${escaped(shown)}</text>`;
};

const escaped = (shown) => shown.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const lines = [
  `\u001b[2m$\u001b[0m ${title}`,
  "",
  ...(await text(process.stdin))
    .replace(/\r/g, "")
    .replace(/^\n+|\n+$/g, "")
    .split("\n"),
];
const columns = Math.max(...lines.map((line) => [...stripVTControlCharacters(line)].length));
const width = Math.ceil(columns * cell.width) + 2 * margin;
const height = lines.length * cell.height + 2 * margin;

process.stdout.write(
  `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    '<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="13">',
    ...lines.map((line, at) => lineOf(line, margin + (at + 0.75) * cell.height)),
    "</g>",
    "</svg>",
  ].join("\n")}\n`,
);
