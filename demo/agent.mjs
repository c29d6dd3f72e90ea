#!/usr/bin/env node
// The demo's agent: it puts down what was written beforehand, and makes the mistakes that agents make.
import { cp, readFile, writeFile } from "node:fs/promises";
import { pause } from "./pause.mjs";

const { MILEPOST_TODO: todo = "", MILEPOST_PROMPT = "", MILEPOST_OUTCOME = "" } = process.env;
const round = Number(process.env.MILEPOST_ROUND);
const attempt = Number(process.env.MILEPOST_ATTEMPT);
const prompt = await readFile(MILEPOST_PROMPT, "utf8");
const wasSentBack = prompt.includes("What the gates said");

await pause(`${todo} ${round} ${attempt}`);

if (todo === "search" && attempt === 1) {
  console.error("the model's server closed the connection");
  process.exit(1);
}

const work = () => {
  if (todo === "cart" && round > 1) return "cart-checked";
  return todo.startsWith("test-discounts") ? "discount-limits" : todo;
};
await cp(new URL(`work/${work()}/`, import.meta.url), process.cwd(), { recursive: true });
if (todo === "products" && !wasSentBack) await spreadOut("src/catalogue/products.js");

const summaries = {
  products: wasSentBack ? "One product a line: the change fits the limit now." : "All products, spelled out.",
  cart: round > 1 ? "The cart refuses unknown products and odd quantities." : "A cart with a total.",
};
const summary = summaries[todo] ?? "Done as the todo asks, with a test.";
await writeFile(MILEPOST_OUTCOME, JSON.stringify({ outcome: "done", summary }));

/** Writes the table of products with a line for every field, which is more than a reviewer wants to read. */
async function spreadOut(file) {
  const text = await readFile(file, "utf8");
  const row = /\["(\w+)", "(\w+)", (\d+)\],/g;
  await writeFile(file, text.replace(row, '[\n    "$1",\n\n    "$2",\n\n    $3,\n  ],\n'));
}
