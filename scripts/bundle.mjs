// Bundles the actions into dist/: all of them share dist/milepost, and dist/<action>/index.js starts one.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { minify } from "@swc/core";
import ncc from "@vercel/ncc";

const actions = ["orchestrate", "implement", "propose", "review", "settle", "check", "command"];
const out = "dist";

const { code, assets } = await ncc(join(process.cwd(), "build/src/action/main.js"), {
  cache: false,
  quiet: true,
});
await rm(out, { recursive: true, force: true });
await mkdir(join(out, "milepost"), { recursive: true });
for (const [name, text] of [
  ["index.js", code],
  ...Object.entries(assets).map(([name, { source }]) => [name, source]),
]) {
  await writeFile(join(out, "milepost", name), name.endsWith(".js") ? await small(String(text)) : text);
}
for (const action of actions) {
  await mkdir(join(out, action), { recursive: true });
  await writeFile(
    join(out, action, "index.js"),
    `import { start } from "../milepost/index.js";\nawait start("${action}");\n`,
  );
}
await writeFile(join(out, "package.json"), '{ "type": "module" }\n');

async function small(text) {
  const { code } = await minify(text, {
    module: true,
    compress: true,
    mangle: true,
    ecma: 2022,
    format: { comments: false },
  });
  return code;
}
