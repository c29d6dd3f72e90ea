#!/usr/bin/env node
import { CommanderError } from "commander";
import { MilepostError } from "../core/error.ts";
import { tellClosedStdout } from "./closed-stdout.ts";
import { errorJson, reportError } from "./error.ts";
import { exits } from "./exit.ts";
import { packageVersion } from "./package.ts";
import { programWith } from "./program.ts";

/** The one place where errors end. */
const main = async (argv: readonly string[]): Promise<number> => {
  let code: number = exits.done;
  const program = programWith(packageVersion(), (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    reportError(error);
    if (argv.includes("--json")) process.stdout.write(`${errorJson(error)}\n`);
    return exits.error;
  }
};

/**
 * Who reads our output may have seen enough, as `head` has: that is the end, and no error. Where it cannot be written,
 * nobody would see what goes on. Either way what runs is stopped.
 */
const endWithOutput = (error: NodeJS.ErrnoException): void => {
  const wasEnough = error.code === "EPIPE";
  if (!wasEnough && !toldOfOutput) {
    toldOfOutput = true;
    const hint = "make room where it goes; the same command goes on";
    reportError(new MilepostError("the output cannot be written", { hint, cause: error }));
  }
  if (!tellClosedStdout()) process.exit(wasEnough ? exits.done : exits.error);
};
let toldOfOutput = false;

process.stdout.on("error", endWithOutput);
process.stderr.on("error", endWithOutput);
process.exitCode = await main(process.argv);
