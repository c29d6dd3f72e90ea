import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The demo's repository with its plan and its scripted programs in it, which do not pause. */
export const demoFiles = async (): Promise<Record<string, string>> => ({
  ...(await filesOf("demo/sample", "")),
  ".gitignore": "coverage/\n",
  ...(await filesOf("demo", "demo/")),
  "demo/pause.mjs": "export const pause = async () => undefined;\n",
  "plans/demo.yml": replaced(await readFile("plans/demo.yml", "utf8"), /^parallel: 4\n/m, `$&${programs}`),
});

const replaced = (text: string, what: RegExp, by: string): string => {
  if (!what.test(text)) throw new Error(`the demo has no ${what} any more`);
  return text.replace(what, by);
};

const programs = `agent: { use: command, command: [./demo/agent.mjs] }
reviewer: { use: command, command: [./demo/reviewer.mjs] }
`;

const filesOf = async (folder: string, to: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const texts = await Promise.all(paths.map(async (path) => [path, await readFile(path, "utf8")] as const));
  return Object.fromEntries(texts.map(([path, text]) => [`${to}${path.slice(folder.length + 1)}`, text]));
};
