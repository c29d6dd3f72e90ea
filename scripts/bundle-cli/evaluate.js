// Evaluates what `bundle-cli.mjs` has bundled; what V8 made of it the time before spares most of the start.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

// A start is over before it has gained what optimizing its functions takes: a tenth of all its processor time.
setFlagsFromString("--no-opt");

const learned = [];

/** V8 refuses a cache made under other flags, which a run sets; none of ours changes what code means. */
const flags = () => new Script("").createCachedData().subarray(12, 16);

const cacheOf = (file) => {
  if (!existsSync(file)) return undefined;
  const cache = readFileSync(file);
  cache.set(flags(), 12);
  return cache;
};

/** The value of a script's one expression. */
export const evaluate = (name) => {
  const filename = fileURLToPath(new URL(name, import.meta.url));
  const cache = `${filename}.cache`;
  const script = new Script(readFileSync(filename, "utf8"), { filename, cachedData: cacheOf(cache) });
  learned.push({ script, cache });
  return script.runInThisContext();
};

if (process.env.MILEPOST_WRITE_CODE_CACHE === "1")
  process.on("exit", () => {
    for (const { script, cache } of learned) writeFileSync(cache, script.createCachedData());
  });
