import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { newPlace, type Place } from "./place.ts";
import { planText } from "./plan.ts";

/** What a run of `milepost run` took. */
export interface Run {
  /** Without the start of the program. */
  readonly msPerTodo: number;
  readonly requestsPerTodo: number;
  /** The most memory that the process held at once. */
  readonly peakMb: number;
}

const ending = z.object({
  type: z.literal("result"),
  milestone: z.object({ state: z.literal("closed") }),
  requests: z.object({ read: z.number(), write: z.number() }),
  wallMs: z.number(),
});

interface RunWith {
  /** Bodies, and lanes at once; four when not given. */
  readonly lanes?: number;
  /** What the agent does besides its work, as a line of a shell script. */
  readonly work?: string;
  /** A program that starts it, with its arguments. */
  readonly under?: readonly string[];
  /** Goes on beside it, till the signal. */
  readonly beside?: (repository: string, signal: AbortSignal) => Promise<void>;
}

/** Runs a plan of so many todos, with an agent and a reviewer that answer at once. */
export const runMilepost = async (
  todos: number,
  { lanes = 4, work = ":", under = [], beside }: RunWith = {},
): Promise<Run> => {
  await using place = await newPlace();
  const plan = await writePlan(place, { todos, lanes, work });
  const over = new AbortController();
  const watching = beside?.(place.repository, over.signal);
  const peak = join(place.dir, "peak");
  const args = ["--import", here("peak.js"), milepost, "run", plan, "--repo", place.repository, "--json"];
  const [program, ...rest] = [...under, process.execPath, ...args];
  const { stdout } = await promisify(execFile)(program ?? "", rest, {
    env: { ...process.env, MILEPOST_BENCH_PEAK: peak },
    maxBuffer: 1024 * 1024 * 1024,
  });
  over.abort();
  await watching;
  const { requests, wallMs } = ending.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
  return {
    msPerTodo: wallMs / todos,
    requestsPerTodo: (requests.read + requests.write) / todos,
    peakMb: Number(await readFile(peak, "utf8")) / 1000,
  };
};

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The program as the package carries it. */
export const milepost = here("../../bin/milepost.js");

const writePlan = async (
  { dir }: Place,
  { todos, lanes, work }: Required<Pick<RunWith, "lanes" | "work">> & { todos: number },
): Promise<string> => {
  const agent = join(dir, "agent.sh");
  const reviewer = join(dir, "reviewer.sh");
  const verdict = `{"decision":"approve","summary":"Fine.","commit":"%s"}`;
  await writeFile(agent, `#!/bin/sh\n${work}\necho "$MILEPOST_TODO" > "new-$MILEPOST_TODO.txt"\n`, {
    mode: 0o755,
  });
  await writeFile(reviewer, `#!/bin/sh\nprintf '${verdict}' "$MILEPOST_HEAD" > "$MILEPOST_VERDICT"\n`, {
    mode: 0o755,
  });
  const file = join(dir, "plan.yml");
  await writeFile(file, planText({ todos, bodies: lanes }, { agent, reviewer }));
  return file;
};
