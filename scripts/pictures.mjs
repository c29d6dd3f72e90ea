// Makes the README's pictures from the demo: `node scripts/pictures.mjs [end|pages]` after `npm run build`, where chromium is.
import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { chromium } from "playwright-core";

const run = promisify(execFile);
const milepost = join(import.meta.dirname, "../build/src/cli/main.js");
const folder = await mkdtemp(join(tmpdir(), "milepost-pictures-"));

/** What the demo says at its end, from the table of its pull requests to the milestone. */
const drawEnd = async () => {
  // On a terminal of its own, since lines keep to its width; CI has no live view.
  const env = { ...process.env, CI: "1", TERM: "xterm", NO_COLOR: "" };
  const command = `stty cols 107 rows 50; exec '${process.execPath}' '${milepost}' demo --keep '${join(folder, "end")}'`;
  const { stdout } = await run("script", ["-qefc", command, "/dev/null"], { env });
  const lines = stdout.split("\n");
  const from = lines.findIndex((line) => line.includes("order") && line.includes("verdict"));
  const to = lines.findIndex((line) => line.includes("Approved work:"));
  const svg = run(process.execPath, [join(import.meta.dirname, "picture.mjs"), "npm run demo"]);
  const turns = lines
    .slice(0, from)
    .filter((line) => /^ *\d+:\d\d {2}[✓↺✗+]/.test(stripVTControlCharacters(line)))
    // Without the time, which is dim.
    .map((line) => line.replace(/^.*?\d:\d\d\S* {2}/, " "));
  const shown = [...turns, "", ...lines.slice(from, to)];
  svg.child.stdin?.end(shown.join("\n").replaceAll("\r", ""));
  await writeFile("docs/demo.svg", (await svg).stdout);
};

/** The demo with one round of review alone: what the reviewer sends back waits for a person. */
const runTillSomebodyIsAsked = async () => {
  const repo = join(folder, "asked/shop");
  await cp("demo/sample", repo, { recursive: true });
  await writeFile(join(repo, ".gitignore"), "coverage/\n");
  await mkdir(join(repo, "plans"));
  const plan = await readFile("plans/demo.yml", "utf8");
  await writeFile(join(repo, "plans/demo.yml"), plan.replace("rounds: 3", "rounds: 1"));
  const git = (...args) =>
    run("git", ["-c", "user.name=Demo", "-c", "user.email=demo@example.com", ...args], { cwd: repo });
  await git("init", "--quiet", "--initial-branch=main");
  await git("add", "--all");
  await git("commit", "--quiet", "--signoff", "-m", "Open the corner shop");
  // It ends with 2, as what waits for a person does.
  await run(process.execPath, [milepost, "demo", "--keep", join(folder, "asked")]).catch(({ code }) => {
    if (code !== 2) throw new Error(`the demo ended with ${code}`);
  });
  return repo;
};

/** Its board, and the pull request that was sent back. */
const drawPages = async (repo) => {
  const board = spawn(process.execPath, [milepost, "board", "--repo", repo], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise((resolve) =>
    board.stdout.once("data", (chunk) => resolve(String(chunk).trim())),
  );
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  const page = await browser.newPage({ viewport: { width: 1240, height: 1000 } });
  await page.goto(address);
  await page.locator(".need").first().waitFor();
  await page.evaluate(() => document.querySelector("#lanes")?.remove());
  const end = await page.locator(".timeline").boundingBox();
  const height = Math.ceil((end?.y ?? 0) + (end?.height ?? 0)) + 8;
  await page.screenshot({
    path: "docs/board.png",
    fullPage: true,
    clip: { x: 0, y: 0, width: 1240, height },
  });
  await page.locator(".need a[href*='/pull/']").first().click();
  await page.locator(".merge-box").waitFor();
  const box = await page.locator(".merge-box").boundingBox();
  await page.screenshot({
    path: "docs/pull-request.png",
    fullPage: true,
    clip: { x: 0, y: 0, width: 1240, height: Math.ceil((box?.y ?? 0) + (box?.height ?? 0)) + 6 },
  });
  await browser.close();
  board.kill("SIGINT");
};

const [only] = process.argv.slice(2);
if (only !== "pages") await drawEnd();
if (only !== "end") await drawPages(await runTillSomebodyIsAsked());
await rm(folder, { recursive: true, force: true });
