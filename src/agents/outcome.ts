import { z } from "zod";
import { usageSchema } from "../core/cost/usage.ts";
import { repositoryPaths } from "../core/repository-path.ts";
import { readJson } from "./read-json.ts";

/** What an agent may say about its run. */
const outcomeSchema = z.strictObject({
  outcome: z.enum(["done", "blocked", "nothing-to-do"]),
  summary: z.string().max(65_536).default(""),
  /** Paths that it needs and its body does not own: a person is asked for them. */
  wants: repositoryPaths.default([]),
  /** What it used, for programs whose output does not tell. */
  usage: usageSchema.optional(),
});

type Outcome = z.output<typeof outcomeSchema>;

/** Reads an agent's outcome; `null` when it wrote none. */
export const readOutcome = (file: string): Promise<Outcome | null> =>
  readJson(file, outcomeSchema, "the agent's outcome");
