#!/usr/bin/env node
import { existsSync } from "node:fs";

// A package carries the bundle alone; a checkout has what it compiled.
const mains = ["../build/package/cli/main.js", "../build/src/cli/main.js"];
const main = mains.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url));
if (main) await import(main.href);
else {
  process.stderr.write(
    "error: milepost is not built yet in this checkout\nnext:  npm run build, then again\n",
  );
  process.exitCode = 1;
}
