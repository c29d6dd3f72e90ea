import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ChangedLines } from "../../src/gates/changed-lines.ts";
import { scanSecrets } from "../../src/secrets/scan.ts";
import { keys, placeholders } from "./kinds.ts";

const file = (path: string, text: string): ChangedLines => ({
  ...{ path, from: null, status: "added", binary: false, deleted: [], cut: false, commit: null },
  added: text.split("\n").map((line, at) => ({ number: at + 1, text: line })),
});

const rulesIn = async (path: string, text: string): Promise<string[]> =>
  (await scanSecrets([file(path, text)])).findings.map(({ rule }) => rule);

test("there are keys of thirty kinds, and sixty placeholders", () => {
  expect(Object.keys(keys).length).toBeGreaterThanOrEqual(30);
  expect(new Set(placeholders).size).toBeGreaterThanOrEqual(60);
});

test.each(Object.entries(keys))("a real key is found: %s", async (_, key) => {
  for (const [path, text] of [
    ["src/a.ts", `const key = \`${key()}\`;\n`],
    [".env.production", `KEY=${key()}\n`],
    ["notes.txt", key()],
  ] as const)
    expect(await rulesIn(path, text)).not.toEqual([]);
});

test.each(placeholders)("%s is no secret", async (text) => {
  expect(await rulesIn("src/a.ts", `const key = \`${text}\`;\nconst next = 1;\n`)).toEqual([]);
  expect(await rulesIn("README.md", `Set it to \`${text}\` at first.\n`)).toEqual([]);
});

/** Files of the packages that this project uses, at most so many of each: sources, documents and settings of strangers. */
const ordinaryFiles = (ofEach: number): string[] => {
  const filesIn = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      // What looks for secrets shows some.
      if (entry.isDirectory()) return /secretlint/.test(path) ? [] : filesIn(path).slice(0, ofEach);
      return entry.isFile() && /\.(?:[cm]?[jt]s|json|md|ya?ml|txt)$/.test(path) ? [path] : [];
    });
  const packages = readdirSync("node_modules").filter((name) => !name.startsWith("."));
  return packages.flatMap((name) => filesIn(join("node_modules", name)).slice(0, ofEach));
};

test("900 ordinary files stay quiet", async () => {
  const paths = ordinaryFiles(6).slice(0, 900);
  expect(paths.length).toBeGreaterThanOrEqual(900);
  const files = paths.map((path) => file(path, readFileSync(path, "utf8").slice(0, 20_000)));
  expect(
    (await scanSecrets(files)).findings.map(({ path, line, rule }) => `${path}:${line} ${rule}`),
  ).toEqual([]);
});
