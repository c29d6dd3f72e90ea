import { constants, statSync } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import { basename, delimiter, isAbsolute, join, resolve } from "node:path";
import parseArguments from "string-argv";
import { MilepostError } from "../core/error.ts";
import { type Program, programNames } from "../core/plan/program.ts";
import { adapters } from "./adapters/list.ts";
import { checkKey, checkUser } from "./keys.ts";

/** A program that was checked: what the plan says of it, and the command line that starts it. */
export interface ReadyProgram {
  readonly program: Program;
  readonly argv: readonly string[];
}

/**
 * The program that `--agent`, `--reviewer` or `--with` names, such as `command:./x.sh arg`, `claude` or `codex:gpt-5`.
 *
 * What follows `command:` is one path if a file has that name, spaces included; otherwise it is split as a shell
 * would split it. A program with a slash in it is found from `cwd`.
 */
export const resolveProgram = async (text: string, cwd: string): Promise<Program> => {
  const [name = "", ...rest] = text.split(":");
  const use = programNames.find((each) => each === name);
  const line = rest.join(":").trim();
  if (!use || (use === "command" && line === "")) {
    throw new MilepostError(`${JSON.stringify(text)} names no program that Milepost can run`, {
      hint: "write command: and the program, such as command:./agent.sh",
    });
  }
  if (use !== "command") return { use, ...(line === "" ? {} : { model: line }), network: [], env: [] };
  const command = (await isFile(resolve(cwd, line))) ? [resolve(cwd, line)] : parseArguments(line);
  return programIn({ use, command, network: [], env: [] }, cwd);
};

/**
 * The program with its path made absolute: a plan's program, and the script that it interprets, are found from the root of
 * the plan's repository, never from the worktree, where the change could write them.
 */
export const programIn = (program: Program, root: string): Program => {
  const [file, ...rest] = program.command ?? [];
  if (file === undefined) return program;
  const script = interpreter.test(basename(file)) ? rest.findIndex((word) => isFileIn(root, word)) : -1;
  const found = rest.map((word, at) => (at === script ? resolve(root, word) : word));
  return { ...program, command: [file.includes("/") ? resolve(root, file) : file, ...found] };
};

/** Programs that run the first file that they are given. */
const interpreter =
  /^(?:env|node|nodejs|deno|bun|tsx|ts-node|npx|python[\d.]*|uv|ruby|perl|php|lua|Rscript|pwsh|(?:ba|da|z|k|fi)?sh)$/;

const isFileIn = (root: string, name: string): boolean =>
  statSync(resolve(root, name), { throwIfNoEntry: false })?.isFile() === true;

/** What a program is wanted for, and whether something keeps it in its worktree. */
interface Use {
  readonly role?: "agent" | "reviewer";
  readonly contained?: boolean;
  /** How long it may run: a login of its that ends before is none. */
  readonly minutes?: number;
  /** The variables of the machine. */
  readonly machine?: NodeJS.ProcessEnv;
  /** The number of the user; 0 is root. */
  readonly user?: number | undefined;
}

/**
 * The command line of a program that can be run.
 *
 * @throws {MilepostError} when it is missing, not executable, without a key, or cannot do what it is wanted for.
 */
export const checkProgram = async (program: Program, use: Use = {}): Promise<readonly string[]> =>
  program.use === "command" ? await checkCommand(program) : [await checkNamed(program, use)];

const checkNamed = async (program: Program, use: Use): Promise<string> => {
  const { role = "agent", contained = true, machine = process.env, user = process.getuid?.() } = use;
  const adapter = adapters[program.use];
  const { title, executable, install, reviews } = adapter;
  if (role === "reviewer" && !reviews) {
    throw new MilepostError(`${title} cannot review: it gives no answer that a program can read`, {
      hint: "name another reviewer",
    });
  }
  const file = await onPath(executable, machine);
  if (file === null) throw new MilepostError(`${title} is not on the PATH`, { hint: install });
  checkKey(adapter, program, machine, { minutes: use.minutes });
  if (!contained) checkUser(adapter, program, user);
  return file;
};

const checkCommand = async (program: Program): Promise<readonly string[]> => {
  const [name, ...rest] = program.command ?? [];
  if (name === undefined) {
    throw new MilepostError("the program has no command", { hint: 'add it: command: ["./agent.sh"]' });
  }
  const file = await locate(name);
  await checkExecutable(file);
  await checkInterpreter(file);
  return [file, ...rest];
};

const locate = async (name: string): Promise<string> => {
  if (name.includes("/")) {
    const file = isAbsolute(name) ? name : resolve(name);
    if (await isFile(file)) return file;
    throw new MilepostError(`there is no program ${file}`, { hint: "check its path" });
  }
  const file = await onPath(name);
  if (file !== null) return file;
  throw new MilepostError(`there is no program ${name} on the PATH`, {
    hint: `install it, or give its path: ./${name}`,
  });
};

const onPath = async (name: string, machine = process.env): Promise<string | null> => {
  for (const folder of (machine.PATH ?? "").split(delimiter)) {
    const file = join(folder, name);
    if (isAbsolute(folder) && (await isFile(file)) && (await isExecutable(file))) return file;
  }
  return null;
};

const checkExecutable = async (file: string): Promise<void> => {
  if (await isExecutable(file)) return;
  throw new MilepostError(`${file} is not executable`, { hint: `chmod +x '${file}'` });
};

/** A script whose first line names no program fails to start with "no such file", which misleads. */
const checkInterpreter = async (file: string): Promise<void> => {
  const interpreter = /^#! *(\S+?)(\r?)(?:[ \t\n]|$)/.exec(await firstBytes(file));
  if (!interpreter) return;
  const [, path = "", carriageReturn] = interpreter;
  if (carriageReturn) {
    throw new MilepostError(`${file} has Windows line ends, so the system cannot start it`, {
      hint: `sed -i 's/\\r$//' '${file}'`,
    });
  }
  if (await isFile(path)) return;
  throw new MilepostError(`${file} wants to be run by ${path}, which does not exist`, {
    hint: `install it, or change the first line of ${file}`,
  });
};

const firstBytes = async (file: string): Promise<string> => {
  await using handle = await open(file).catch(() => null);
  if (!handle) return "";
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
  return buffer.toString("latin1", 0, bytesRead);
};

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
