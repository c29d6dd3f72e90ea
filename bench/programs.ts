import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MilepostError } from "../src/core/error.ts";
import type { Figure } from "./figure.ts";
import { runMilepost } from "./run.ts";

const todos = 20;

/** How many programs a todo starts, agent and reviewer among them, and whatever these start. */
export const measurePrograms = async (): Promise<Figure[]> => {
  requireStrace();
  const dir = await mkdtemp(join(tmpdir(), "milepost-bench-"));
  try {
    const log = join(dir, "log");
    await runMilepost(todos, {
      under: [
        "strace",
        "--follow-forks",
        "--quiet=all",
        "--trace=execve",
        "--signal=none",
        `--output=${log}`,
      ],
    });
    const started = (await readFile(log, "utf8")).match(/execve.* = 0$/gm) ?? [];
    const name = "programs that a todo starts, 20 in four lanes";
    const value = started.length / todos;
    return [{ name, unit: "programs", value, floor: null, target: { of: "value", most: 16 } }];
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const requireStrace = (): void => {
  try {
    execFileSync("strace", ["--version"], { stdio: "ignore" });
  } catch (cause) {
    throw new MilepostError("there is no strace to count programs with", { hint: "install it", cause });
  }
};
