#!/usr/bin/env node
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Who reads it may have seen enough. */
const tell = (text) => {
  try {
    writeFileSync(1, text);
  } catch (error) {
    if (error.code !== "EPIPE") throw error;
  }
};

// A package carries the bundle alone, and its help as a text; a checkout has what it compiled.
const mains = ["../build/package/cli/main.js", "../build/src/cli/main.js"];
const main = mains.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
const help = new URL("../build/package/help.txt", import.meta.url);
const [command, ...more] = process.argv.slice(2);
const isHelp = more.length === 0 && (command === "--help" || command === "-h");
// Its lines are as long as a terminal is wide by default.
if (isHelp && existsSync(help) && (process.stdout.columns ?? 80) >= 80) tell(readFileSync(help));
else if (main) await import(main.href);
else {
  process.stderr.write(
    "error: milepost is not built yet in this checkout\nnext:  npm run build, then again\n",
  );
  process.exitCode = 1;
}
