import pc from "picocolors";
import { MilepostError } from "../core/error.ts";

/** Tells an error on standard error: what failed, the next step, and what lies behind it. */
export const reportError = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${pc.red("error")}: ${message}\n`);
  if (error instanceof MilepostError && error.hint)
    process.stderr.write(`${pc.dim("next")}:  ${error.hint}\n`);
  for (
    let cause = error instanceof Error ? error.cause : undefined;
    cause instanceof Error;
    cause = cause.cause
  ) {
    process.stderr.write(`${pc.dim("cause")}: ${cause.message}\n`);
  }
  if (!(error instanceof MilepostError) && process.env.MILEPOST_DEBUG && error instanceof Error) {
    process.stderr.write(`${error.stack}\n`);
  }
};
