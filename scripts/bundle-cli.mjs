// Bundles the command line into build/cli for the tests, which start it hundreds of times: it starts in half the time.
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ncc from "@vercel/ncc";
import { entryOf, partOf } from "./bundle-cli/split.mjs";
import { train } from "./bundle-cli/train.mjs";

const target = "build/cli";
/** Programs that it starts are looked for beside it; they are small. */
const beside = ["src/agents/sandbox/proxy.js", "src/git/worker.js"];
/** What has native parts, or is only for a program beside it. */
const externals = ["libsql", "@anthropic-ai/sandbox-runtime"];

const main = join(process.cwd(), "build/src/cli/main.js");
const { code, assets } = await ncc(main, { cache: false, quiet: true, externals });

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const write = async (name, { module, script }) => {
  await writeFile(join(target, `${name}.script`), script);
  await writeFile(join(target, name), module);
};
for (const [name, { source }] of Object.entries(assets))
  if (name.endsWith(".index.js")) await write(name, partOf(name, String(source)));
for (const path of beside) await writeFile(join(target, path.replace(/.*\//, "")), `import "../${path}";\n`);
await copyFile("scripts/bundle-cli/evaluate.js", join(target, "evaluate.js"));
// The last file written: a bundle that was not finished is none.
await write("main.js", entryOf("main.js", code));
train(join(process.cwd(), target, "main.js"));
