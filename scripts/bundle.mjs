// Bundles the actions into dist/: all of them share dist/milepost, and dist/<action>/index.js starts one.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { minify } from "@swc/core";
import ncc from "@vercel/ncc";

const actions = ["orchestrate", "implement", "propose", "review", "settle", "check", "command"];
const shared = "dist/milepost";
const proxy = "build/src/agents/sandbox/proxy.js";

/** The files of a program's bundle by name, as CommonJS, which node starts in less time than modules. */
const bundle = async (main) => {
  const { code, assets } = await ncc(join(process.cwd(), main), { cache: false, quiet: true, esm: false });
  const named = Object.entries(assets).map(([name, { source }]) => [name, source]);
  const all = await Promise.all(
    [["index.js", code], ...named].map(async ([name, source]) => [name, await small(name, source)]),
  );
  return Object.fromEntries(all);
};

/** The bundler has modules ask `require` for their address; some of them make their own `require` of the answer. */
const small = async (name, source) => {
  if (!name.endsWith(".js")) return source;
  const asked = /\b\w*require\("url"\)\.pathToFileURL\(\w*filename\)\.href/g;
  const address = 'const bundleAddress = require("url").pathToFileURL(__filename).href;';
  const text = `${address}\n${String(source).replaceAll(asked, "bundleAddress")}`;
  const options = { module: false, compress: true, mangle: true, ecma: 2022, format: { comments: false } };
  return (await minify(text, options)).code;
};

/** The sandbox's proxy is a program of its own, which the bundler takes for a file: its bundle takes that place. */
const bundleProxy = async () => {
  const { "index.js": code } = await bundle(proxy);
  const runtime = "node_modules/@anthropic-ai/sandbox-runtime";
  await cp(join(runtime, "vendor/seccomp"), join(shared, "vendor/seccomp"), { recursive: true });
  return { "proxy.js": code };
};

await rm("dist", { recursive: true, force: true });
await mkdir(shared, { recursive: true });
const files = { ...(await bundle("build/src/action/main.js")), ...(await bundleProxy()) };
for (const [name, text] of Object.entries(files)) await writeFile(join(shared, name), text);
for (const action of actions) {
  await mkdir(join("dist", action));
  await writeFile(join("dist", action, "index.js"), `require("../milepost/index.js").start("${action}");\n`);
}
await writeFile("dist/package.json", '{ "type": "commonjs" }\n');
