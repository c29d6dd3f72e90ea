import { statSync } from "node:fs";
import { join } from "node:path";

const compiled = join(process.cwd(), "build/src/cli/main.js");
const bundled = join(process.cwd(), "build/cli/main.js");

const madeAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** The command line to start: as `npm test` bundles it, unless `npm run build` has compiled it anew since. */
export const main = madeAt(bundled) > madeAt(compiled) ? bundled : compiled;
