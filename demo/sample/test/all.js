// Runs every test in this process: one each would take six times as long.
import { readdirSync } from "node:fs";

const names = readdirSync(import.meta.dirname, { recursive: true }).filter((name) =>
  name.endsWith(".test.js"),
);
for (const name of names.sort()) await import(new URL(name, import.meta.url));
