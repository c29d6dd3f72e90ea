import { CommanderError } from "commander";
import { errorJson, reportError } from "./error.ts";
import { exits } from "./exit.ts";
import { packageVersion } from "./package.ts";
import { programWith } from "./program.ts";

/** Does what the arguments say, those of the process, and answers its exit code. The one place where errors end. */
export const runCommandLine = async (argv: readonly string[]): Promise<number> => {
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
