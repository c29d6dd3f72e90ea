import { execa, type Options } from "execa";
import { main } from "../main.ts";

/** The built command line as a process of its own, without a terminal. */
export const milepost = (args: readonly string[], { env = {}, ...options }: Options = {}) =>
  execa(process.execPath, [main, ...args], {
    reject: false,
    stdin: "ignore",
    ...options,
    env: { CI: "", NO_COLOR: "", FORCE_COLOR: undefined, MILEPOST_DEMO_PAUSE: "0", ...env },
  });

/** The lines of `--json`, parsed. */
export const parsed = (stdout: unknown): Record<string, unknown>[] =>
  String(stdout)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
