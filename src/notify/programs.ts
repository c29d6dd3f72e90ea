import { basicEnvironment } from "../agents/environment.ts";
import { checkProgram, programIn } from "../agents/program.ts";
import { MilepostError } from "../core/error.ts";

/** Milliseconds that a program has: lanes that could start wait meanwhile. */
const most = 10_000;

interface Started {
  readonly argv: readonly string[];
  readonly input: string;
  readonly cwd?: string;
  /** What it may know of the machine besides what every program may. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs a program of the person's own machine, outside of the sandbox, with what every program may know and no secret. @throws {MilepostError} when it fails. */
export const runNotifier = async ({ argv, input, cwd, environment = {} }: Started): Promise<void> => {
  const { execa } = await import("execa");
  const [file = "", ...args] = argv;
  const result = await execa(file, args, {
    input,
    env: { ...basicEnvironment(), ...environment },
    extendEnv: false,
    reject: false,
    timeout: most,
    forceKillAfterDelay: 1000,
    maxBuffer: 100_000,
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (!result.failed) return;
  const said = result.stderr.trim().split("\n").at(-1) ?? "";
  const how = result.timedOut
    ? `it took over ${most / 1000} s`
    : `it ended with ${result.exitCode ?? result.signal ?? result.code}`;
  throw new MilepostError(said === "" ? how : `${how}: ${said}`);
};

/** The command line of a plan's own notifier. @throws {MilepostError} when there is no such program. */
export const notifierOf = (command: readonly string[], root: string): Promise<readonly string[]> =>
  checkProgram(programIn({ use: "command", command: [...command], network: [], env: [] }, root));
