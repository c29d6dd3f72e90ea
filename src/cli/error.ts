import { MilepostError } from "../core/error.ts";
import { colorsFor } from "./text/colors.ts";

/** Tells an error on standard error: what failed, the next step, and what lies behind it. */
export const reportError = (error: unknown): void => {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (!(error instanceof Error)) return void say(`error: ${String(error)}`);
  if (error.name === "PlanError") return void say(error.message);
  const { red, dim } = colorsFor(process.stderr);
  say(`${red("error")}: ${error.message}`);
  if (error instanceof MilepostError && error.hint) say(`${dim("next")}:  ${error.hint}`);
  for (let { cause } = error; cause instanceof Error; cause = cause.cause)
    say(`${dim("cause")}: ${cause.message}`);
  if (!(error instanceof MilepostError) && process.env.MILEPOST_DEBUG) say(error.stack ?? "");
};
