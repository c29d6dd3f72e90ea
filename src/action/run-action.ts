import { getInput } from "@actions/core";
import { errorMessage as inWords, MilepostError } from "../core/error.ts";
import { addSummary, annotate, mask, say, setOutputs } from "./commands.ts";
import { type InputShape, type Inputs, isSecret, readInputs } from "./inputs.ts";
import { type Job, readJob } from "./job.ts";

/** What a step leaves: outputs for later jobs, Markdown for people. */
export interface StepOutcome {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Why the job is to fail although the step did its work; `null` when it is not. */
  readonly failed: string | null;
}

type ActionStep<Shape extends InputShape> = (inputs: Inputs<Shape>, job: Job) => Promise<StepOutcome>;

/** Runs an action: reads its inputs, hides what is secret in them, runs its step, and tells how it went. */
export const runAction = async <Shape extends InputShape>(
  shape: Shape,
  step: ActionStep<Shape>,
): Promise<void> => {
  const cancelled = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => cancelled.abort());
  const releases: (() => Promise<void>)[] = [];
  try {
    for (const name of Object.keys(shape)) if (isSecret(name)) mask(getInput(name));
    const job = readJob(process.env, {
      signal: cancelled.signal,
      atEnd: (release) => void releases.push(release),
    });
    const outcome = await step(readInputs(shape), job);
    setOutputs(outcome.outputs);
    await addSummary(outcome.summary);
    if (outcome.failed !== null) fail(outcome.failed);
  } catch (error) {
    await failWith(error);
  }
  await Promise.all(releases.map((release) => release()));
  // Sockets that are kept alive would hold the job for seconds.
  process.stdout.write("", () => process.exit());
};

const failWith = async (error: unknown): Promise<void> => {
  const { explained } = await import("../github/explain.ts");
  const { message, hint } = explained(error);
  fail(hint ? `${message}\n${hint}` : message);
  if (!(error instanceof MilepostError) && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  const caution = `> [!CAUTION]\n> ${[message, hint ?? ""].join("\n").trim().replaceAll("\n", "\n> ")}`;
  // Outside of a job there is none, which is no second error.
  await addSummary(caution).catch((cause: unknown) => say(inWords(cause)));
};

const fail = (reason: string): void => {
  process.exitCode = 1;
  annotate("error", reason);
};
