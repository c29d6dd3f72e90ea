import { resolve } from "node:path";
import { execa, type Options } from "execa";
import { main } from "../main.ts";
import { type CommandEnded, runWarm } from "../warm.ts";

const quiet = { CI: "", NO_COLOR: "", MILEPOST_DEMO_PAUSE: "0" };

/** The built command line as a process of its own, without a terminal. */
export const startMilepost = (args: readonly string[], { env = {}, ...options }: Options = {}) =>
  execa(process.execPath, [main, ...args], {
    reject: false,
    stdin: "ignore",
    ...options,
    env: { ...quiet, FORCE_COLOR: undefined, ...env },
  });

/** The built command line until it ends, without a terminal; what it wrote has no last line end. */
export const milepost = async (
  args: readonly string[],
  { cwd = ".", env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<CommandEnded> => {
  const { FORCE_COLOR: _, ...inherited } = process.env;
  const { exitCode, stdout, stderr } = await runWarm({
    args,
    cwd: resolve(cwd),
    env: { ...inherited, ...quiet, ...env },
  });
  const whole = (text: string) => text.replace(/\n$/, "");
  return { exitCode, stdout: whole(stdout), stderr: whole(stderr) };
};

/** The lines of `--json`, parsed. */
export const parsed = (stdout: unknown): Record<string, unknown>[] =>
  String(stdout)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
