#!/usr/bin/env node
import { MilepostError } from "../core/error.ts";
import { tellClosedStdout } from "./closed-stdout.ts";
import { runCommandLine } from "./command-line.ts";
import { reportError } from "./error.ts";
import { exits } from "./exit.ts";
import { optimizeLate } from "./optimize-late.ts";

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
optimizeLate(process.argv[2]);
process.exitCode = await runCommandLine(process.argv);
