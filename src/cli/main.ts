#!/usr/bin/env node
import { CommanderError } from "commander";
import { reportError } from "./error.ts";
import { exits } from "./exit.ts";
import { packageVersion } from "./package.ts";
import { programWith } from "./program.ts";
import { tellUnread } from "./unread.ts";

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
    return exits.error;
  }
};

/** Who reads our output may have seen enough, as `head` has: that is the end, and no error. What runs is stopped. */
const endQuietly = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EPIPE") throw error;
  if (!tellUnread()) process.exit(exits.done);
};

process.stdout.on("error", endQuietly);
process.stderr.on("error", endQuietly);
process.exitCode = await main(process.argv);
