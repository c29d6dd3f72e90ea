#!/usr/bin/env node
// The demo's agent: it puts down what was written beforehand, and makes the mistakes that agents make.
import { execFileSync } from "node:child_process";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { pause } from "./pause.mjs";

const {
  MILEPOST_TODO: todo = "",
  MILEPOST_BASE: base = "",
  MILEPOST_PROMPT = "",
  MILEPOST_OUTCOME = "",
} = process.env;
const round = Number(process.env.MILEPOST_ROUND);
const attempt = Number(process.env.MILEPOST_ATTEMPT);
const prompt = await readFile(MILEPOST_PROMPT, "utf8");
const isOverTheLimit = prompt.includes("size failed");
const breaksOthers = prompt.includes("Make it work with what lands before it");

await pause(`${todo} ${round} ${attempt}`);

if (todo === "search" && attempt === 1) {
  console.error("the model's server closed the connection");
  process.exit(1);
}

/** The folders that hold what this run writes. */
const works = () => {
  if (todo === "products") return ["products", "shelves"];
  if (todo === "cart" && round > 1) return ["cart-checked"];
  // It takes an issue of its own to make it write the test that coverage asks for.
  if (todo === "receipt" && prompt.includes("Make the gates pass: coverage"))
    return ["receipt", "receipt-tested"];
  // What it wrote passes alone, and fails a test that lands before it.
  if (todo === "receipt" && breaksOthers) return ["receipt-in-coins"];
  if (todo.startsWith("test-discounts")) return ["discount-limits"];
  if (todo.startsWith("show-where")) return ["shelves"];
  return [todo];
};

/** Takes out what the size gate did not put into the first of the parts that it proposed. */
const keepFirstPart = async () => {
  const [, first = ""] = /\(1\) (.*?), \(2\) /s.exec(prompt) ?? [];
  for (const folder of ["src/catalogue", "test/catalogue"]) {
    for (const name of await readdir(folder)) {
      if (!first.includes(`${folder}/${name}`)) await rm(`${folder}/${name}`);
    }
  }
};

const commitWithoutSignOff = () => {
  execFileSync("git", ["add", "--all"]);
  execFileSync("git", ["commit", "--quiet", "-m", "Count money in whole cents"]);
};

/** What it is to work with is there only then. */
const takeInWhatLandsBefore = () => execFileSync("git", ["merge", "--quiet", "--no-edit", `origin/${base}`]);

if (breaksOthers) takeInWhatLandsBefore();
for (const work of works())
  await cp(new URL(`work/${work}/`, import.meta.url), process.cwd(), { recursive: true });
if (todo === "products" && isOverTheLimit) await keepFirstPart();
if (todo === "cents") commitWithoutSignOff();

const summaries = {
  products: isOverTheLimit
    ? "The first part only, as the size gate proposed: the shelves come in a second one."
    : "All products, and the shelves on which they stand.",
  cart: round > 1 ? "The cart refuses unknown products and odd quantities." : "A cart with a total.",
  receipt: breaksOthers
    ? "Change in coins of five cents, without rounding: only money rounds."
    : attempt > 1
      ? "Paying in cash is tested, too."
      : "A receipt, and change for who pays in cash.",
};
const summary = summaries[todo] ?? "Done as the todo asks, with a test.";
await writeFile(MILEPOST_OUTCOME, JSON.stringify({ outcome: "done", summary }));
