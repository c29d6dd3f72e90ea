import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";

const root = join(import.meta.dirname, "..");
const docs = await readdir(join(root, "docs"));
const pictures = docs.filter((name) => name.endsWith(".svg"));

/** What a picture's texts hold, as it is written. */
const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text = ""]) => text);

/** Blanks that are kept or not, as a browser takes `xml:space`. */
const isAmbiguous = (text: string) => /^\s|\s$|\s\s/.test(text);

test.each(pictures)("no text of docs/%s has blanks that only some browsers keep", async (name) => {
  const svg = await readFile(join(root, "docs", name), "utf8");
  expect(svg).not.toContain("xml:space");
  expect(textsOf(svg).length).toBeGreaterThan(10);
  expect(textsOf(svg).filter(isAmbiguous)).toEqual([]);
});

test("a picture is drawn with each cell of a table at its column and as long as its words", async () => {
  const input = "order  todo\n\u001b[1m 01a   \u001b[0mtwo words  <&>\n";
  const { stdout } = await execa(process.execPath, [join(root, "scripts/picture.mjs"), "status"], { input });
  const cells = [...stdout.matchAll(/<text x="([\d.]+)" y="[\d.]+" textLength="([\d.]+)"[^>]*>([^<]*)/g)];
  expect(stdout).not.toContain("xml:space");
  expect(cells.map(([, x, length, text]) => [text, x, length])).toEqual([
    ["$", "18.0", "7.8"],
    ["status", "33.6", "46.8"],
    ["order", "18.0", "39.0"],
    ["todo", "72.6", "31.2"],
    ["01a", "25.8", "23.4"],
    ["two words", "72.6", "70.2"],
    ["&lt;&amp;>", "158.4", "23.4"],
  ]);
});
