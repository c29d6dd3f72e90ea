import { z } from "zod";
import { readJson } from "./read-json.ts";

/** What an agent may say about its run. */
export const outcomeSchema = z.strictObject({
  outcome: z.enum(["done", "blocked", "nothing-to-do"]),
  summary: z.string().max(65_536).default(""),
});

export type Outcome = z.output<typeof outcomeSchema>;

/** Reads an agent's outcome; `null` when it wrote none. */
export const readOutcome = (file: string): Promise<Outcome | null> =>
  readJson(file, outcomeSchema, "the agent's outcome");
