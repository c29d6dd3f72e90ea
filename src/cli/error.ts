import { MilepostError } from "../core/error.ts";
import { colorsFor } from "./text/colors.ts";

/** An error as the one line of JSON that a program reads. */
export const errorJson = (error: unknown): string => {
  const problems = error instanceof MilepostError && "problems" in error ? { problems: error.problems } : {};
  const hint = error instanceof MilepostError && error.hint ? { hint: error.hint } : {};
  return JSON.stringify({ type: "error", message: messageOf(error), ...hint, ...problems });
};

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return isPlanError(error) ? "the plan is not right" : error.message;
};

/** By its name: its class comes with all that reads plans, which `--help` need not wait for. */
const isPlanError = (error: Error): boolean => error.name === "PlanError";

/** Tells an error on standard error: what failed, the next step, and what lies behind it. */
export const reportError = (error: unknown): void => {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (!(error instanceof Error)) return void say(`error: ${String(error)}`);
  if (isPlanError(error)) return void say(error.message);
  const { red, dim } = colorsFor(process.stderr);
  say(`${red("error")}: ${error.message}`);
  if (error instanceof MilepostError && error.hint) say(`${dim("next")}:  ${error.hint}`);
  for (let { cause } = error; cause instanceof Error; cause = cause.cause)
    say(`${dim("cause")}: ${cause.message}`);
  if (!(error instanceof MilepostError) && process.env.MILEPOST_DEBUG) say(error.stack ?? "");
};
