#!/usr/bin/env node
// The demo's reviewer: it confirms every rule, asks once for a change, once for the rest, and once for a test by someone else.
import { readFile, writeFile } from "node:fs/promises";
import { pause } from "./pause.mjs";

const { MILEPOST_TODO: todo = "", MILEPOST_HEAD = "", MILEPOST_VERDICT = "" } = process.env;
const round = Number(process.env.MILEPOST_ROUND);
const rules = JSON.parse(process.env.MILEPOST_RULES ?? "[]");

await pause(`review of ${todo} ${round}`, 300, 800);

const verdict = {
  decision: "approve",
  summary: "It does what the todo asks, and no more.",
  commit: MILEPOST_HEAD,
  compliance: rules.map((rule) => ({ rule, ok: true, note: "" })),
  findings: [],
  followUps: [],
};

if (todo === "cart" && round === 1) {
  const path = "src/checkout/cart.js";
  const lines = (await readFile(path, "utf8")).split("\n");
  const line = lines.findIndex((text) => text.includes("const add")) + 1;
  const body = "Refuse products that the shop does not have, and quantities below one.";
  verdict.decision = "request_changes";
  verdict.summary = "An unknown product breaks the total; a quantity may be negative.";
  verdict.findings.push({ path, line, body, severity: "blocking" });
}

if (todo === "products") {
  const body = "The second part of a change that was over the limit: where in the shop each product stands.";
  verdict.followUps.push({ kind: "todo", title: "Show where products stand", body });
}

if (todo === "discounts") {
  const body = "Nothing tests discounts of 0 and 100 percent, and what lies beyond.";
  verdict.followUps.push({ kind: "todo", title: "Test discounts at their limits", body, for: "testing" });
}

await writeFile(MILEPOST_VERDICT, JSON.stringify(verdict));
