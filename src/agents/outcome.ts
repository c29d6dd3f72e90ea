import { z } from "zod";
import { resetTimeOf } from "../core/account/reset-time.ts";
import { troubleOf } from "../core/account/trouble.ts";
import { toldUsageSchema } from "../core/cost/usage.ts";
import type { Program } from "../core/plan/program.ts";
import { repositoryPaths } from "../core/repository-path.ts";
import type { AgentAnswer, ProgramEnd } from "../steps/program-ports.ts";
import { readJson } from "./read-json.ts";

const told = {
  summary: z.string().max(65_536).default(""),
  /** What it used, for programs whose output does not tell. */
  usage: toldUsageSchema.optional(),
};

/** What an agent may say about its run. */
const outcomeSchema = z.discriminatedUnion("outcome", [
  z.strictObject({
    outcome: z.enum(["done", "blocked", "nothing-to-do"]),
    ...told,
    /** Paths that it needs and its body does not own: a person is asked for them. */
    wants: repositoryPaths.default([]),
  }),
  z.strictObject({
    /** For programs of `command`, which have no other way to say it. */
    outcome: z.literal("limited"),
    ...told,
    until: z.iso.datetime({ offset: true }).nullable().default(null),
  }),
]);

type Outcome = z.output<typeof outcomeSchema>;

/** Reads an agent's outcome; `null` when it wrote none. */
export const readOutcome = (file: string): Promise<Outcome | null> =>
  readJson(file, outcomeSchema, "the agent's outcome");

/** A file that was read, or why it could not be. */
interface Told {
  readonly value: Outcome | null;
  readonly problem: string;
}

/** How a run ended, together with what it wrote about that itself. */
export const withOutcome = (
  { use }: Pick<Program, "use">,
  end: ProgramEnd,
  { value, problem }: Told,
): { readonly end: ProgramEnd; readonly outcome: AgentAnswer["outcome"] } => {
  if (problem !== "") return { end: { ...end, ok: false, how: problem }, outcome: null };
  if (value?.outcome !== "limited") return { end, outcome: value };
  if (use !== "command") return { end: { ...end, ok: false, how: notItsOwn }, outcome: null };
  const { until, summary } = value;
  const reached = "its limit is reached";
  const how = `${reached}${summary === "" ? "" : `; it says: ${summary.slice(0, 2000)}`}`;
  const trouble = troubleOf({
    kind: "limited",
    until: until && resetTimeOf(new Date(until), new Date()),
    said: summary || reached,
  });
  return { end: { ...end, ok: false, how, trouble: end.interrupted ? null : trouble }, outcome: null };
};

/** Whoever else writes the file is the model, which knows of no limit. */
const notItsOwn = 'its outcome is "limited", which only a program of `command` may say';
