import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { announceForge } from "../../src/local/forge-address.ts";
import { homeOf } from "../../src/local/home.ts";
import { noteRun } from "../../src/local/last-run.ts";
import { rememberHome } from "../../src/local/lost-home.ts";
import { notePublished } from "../../src/local/published.ts";
import { memory } from "../folders.ts";

const forge = {
  url: "http://127.0.0.1:1",
  owner: "o",
  repo: "r",
  bot: "b",
  person: "p",
  holder: "run",
} as const;
const run = {
  plan: "p",
  file: "p.yml",
  forge: "local",
  command: "milepost run p.yml",
  base: "main",
} as const;

const homeAt = (root: string) => homeOf({ main: { root, bare: false } });

const writers: readonly [file: string, write: (root: string, round: number) => Promise<unknown>][] = [
  [
    "forge.json",
    async (root) => {
      await using _announced = await announceForge(homeAt(root), forge);
    },
  ],
  ["published.json", (root, round) => notePublished(homeAt(root), `p${round % 40}`, "o/r")],
  [
    "runs.json",
    async (root) => {
      await using _noted = await noteRun(homeAt(root), run);
    },
  ],
  ["milepost.json", (root, round) => rememberHome({ gitDir: join(root, ".milepost") }, `p${round}`)],
];

/** Reads a file again and again until its input ends, and says each text that is no JSON. */
const reader = `
const { readFileSync, writeSync } = require("node:fs");
let ends = false;
process.stdin.on("end", () => { ends = true; }).resume();
let seen = 0;
const turn = () => {
  for (let i = 0; i < 200; i += 1) {
    let text;
    try { text = readFileSync(process.argv[1], "utf8"); } catch { continue; }
    seen += 1;
    try { JSON.parse(text); } catch { writeSync(1, JSON.stringify(text) + "\\n"); }
  }
  if (seen > 0) writeSync(2, ".");
  if (!ends) setImmediate(turn);
};
turn();
`;

test.each(writers)("who reads %s while it is written reads it whole", async (file, write) => {
  const folder = mkdtempSync(join(memory, "milepost-whole-"));
  using _ = { [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
  const home = join(folder, ".milepost");
  mkdirSync(home);
  const child = spawn(process.execPath, ["-e", reader, join(home, file)]);
  const halves: string[] = [];
  let hasRead = false;
  child.stdout.on("data", (data) => halves.push(String(data)));
  child.stderr.on("data", () => {
    hasRead = true;
  });
  for (let round = 0; round < 400 || !hasRead; round += 1) await write(folder, round);
  child.stdin.end();
  await once(child, "close");
  expect(halves).toEqual([]);
  expect(readdirSync(home).filter((name) => name !== file)).toEqual([]);
});
