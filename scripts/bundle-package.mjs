// Bundles what the npm package carries into build/package: the command line, and the forge and the gates as libraries.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { minify } from "@swc/core";
import ncc from "@vercel/ncc";

/** What the shell's `man milepost` shows, and `milepost --help`, for which nothing else is then loaded. */
const writeManual = async () => {
  const { manPage } = await import("../build/src/cli/man-page.js");
  const { packageVersion } = await import("../build/src/cli/package.js");
  const { programWith } = await import("../build/src/cli/program.js");
  const version = packageVersion();
  const program = programWith(version, () => undefined);
  const date = new Date().toISOString().slice(0, 10);
  await writeFile(join(target, "milepost.1"), manPage(program, { version, date }));
  const help = [];
  program.configureOutput({ writeOut: (text) => help.push(text), getOutHasColors: () => false }).outputHelp();
  await writeFile(join(target, "help.txt"), help.join(""));
};

const target = "build/package";
/** What has native parts or programs of its own is installed beside the bundles. */
const externals = ["libsql", "@anthropic-ai/sandbox-runtime"];
const bundles = [
  { folder: "cli", name: "main.js", from: "build/src/cli/main.js" },
  { folder: "cli", name: "proxy.js", from: "build/src/agents/sandbox/proxy.js" },
  { folder: "cli", name: "worker.js", from: "build/src/git/worker.js" },
  { folder: "forge", name: "index.js", from: "build/src/library/forge.js" },
  { folder: "gates", name: "index.js", from: "build/src/library/gates.js" },
];

const small = async (name, source) =>
  name.endsWith(".js")
    ? (await minify(String(source), { module: true, ecma: 2022, format: { comments: false } })).code
    : source;

await rm(target, { recursive: true, force: true });
// A checkout runs what it has compiled: its bundle would be old after the next change.
if (process.argv.includes("--remove")) process.exit();
for (const { folder, name, from } of bundles) {
  await mkdir(join(target, folder), { recursive: true });
  const { code, assets } = await ncc(join(process.cwd(), from), {
    ...{ cache: false, quiet: true, externals, license: `${name}.licenses.txt` },
  });
  const files = [[name, code], ...Object.entries(assets).map(([file, { source }]) => [file, source])]
    // Another one would be taken for ours.
    .filter(([file]) => file !== "package.json");
  for (const [file, source] of files) await writeFile(join(target, folder, file), await small(file, source));
}
await writeManual();

// What draws in the pages' frames, as its makers built it.
await mkdir(join(target, "mermaid"));
await cp("node_modules/mermaid/dist/mermaid.min.js", join(target, "mermaid/mermaid.js"));
await cp("node_modules/mermaid/LICENSE", join(target, "mermaid/LICENSE"));
