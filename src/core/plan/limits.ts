import { z } from "zod";
import { defaultLimits } from "./default-limits.ts";

/** What a change, a run and the plan as a whole may cost. */
export const limitsSchema = z
  .strictObject({
    lines: z
      .int()
      .min(1)
      .max(100_000)
      .default(defaultLimits.lines)
      .describe("Hand-written lines a pull request may change."),
    files: z
      .int()
      .min(1)
      .max(3000)
      .default(defaultLimits.files)
      .describe("Files that are not generated, which a pull request may touch; moved and binary ones, too."),
    coverage: z
      .number()
      .min(0)
      .max(100)
      .default(defaultLimits.coverage)
      .describe("Percent of changed lines that tests cover."),
    rounds: z.int().min(1).max(100).default(5).describe("Reviews of a todo before a person is asked."),
    followUps: z
      .int()
      .min(0)
      .max(1000)
      .default(10)
      .describe(
        "New todos that reviews open for one todo of the plan and what came of it, before a person is asked.",
      ),
    attempts: z.int().min(1).max(100).default(3).describe("Failed runs of an agent in one round."),
    fixes: z.int().min(0).max(20).default(2).describe("Times that failed gates go back inside one run."),
    minutes: z
      .number()
      .positive()
      .max(1440)
      .default(60)
      .describe("Minutes that one run of an agent may take."),
    stallMinutes: z
      .number()
      .positive()
      .max(1440)
      .default(10)
      .describe("Minutes without output or file change."),
    outageMinutes: z
      .number()
      .min(0)
      .max(1440)
      .default(60)
      .describe("Minutes that a forge which does not answer is waited for, by what needs it."),
    blobMegabytes: z
      .int()
      .min(1)
      .max(100)
      .default(10)
      .describe("Megabytes, of 1,048,576 bytes, of the largest file that a change may bring."),
    processes: z.int().min(16).max(100_000).default(512).describe("Processes of one run at once."),
    memoryMegabytes: z
      .int()
      .min(64)
      .max(1_000_000)
      .default(8192)
      .describe("MiB of memory that all processes of one run hold together."),
    diskMegabytes: z
      .int()
      .min(1)
      .max(10_000_000)
      .default(4096)
      .describe("MiB that one run writes to disk; also the most of one file."),
    usd: z
      .number()
      .positive()
      .optional()
      .describe(
        "US dollars at which no more todos are started, and what runs may take of them (docs/agents.md, Costs).",
      ),
    todoUsd: z
      .number()
      .positive()
      .optional()
      .describe("US dollars that one todo may take before a person is asked."),
    todoMinutes: z
      .number()
      .positive()
      .optional()
      .describe("Minutes that the programs of one todo may run, together, before a person is asked."),
  })
  .prefault({});
export type Limits = z.output<typeof limitsSchema>;
