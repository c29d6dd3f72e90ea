import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import { importPrompt } from "../core/import/write.ts";
import { loadPlan } from "../core/plan/load.ts";
import { todosOf } from "../core/plan/plan.ts";
import { decodePlan, largestPlan } from "../core/plan/read/decode.ts";
import { PlanError } from "../local/plan-file.ts";
import { exits } from "./exit.ts";
import { colorsFor } from "./text/colors.ts";

export interface ImportOptions {
  /** Where to write the plan; `-` is standard output, `plans/<id>.yml` when not given. */
  readonly output?: string;
  readonly force?: boolean;
}

/** `milepost import`: makes a plan file of an orchestration prompt in prose. */
export const importCommand = async (file: string, { output, force }: ImportOptions): Promise<number> => {
  const imported = importPrompt(await readPrompt(file), file);
  if (!imported.ok && imported.why === "problems") throw new PlanError(imported.problems, []);
  if (!imported.ok) {
    throw new MilepostError(`${file} names no work bodies`, {
      hint: "give each a heading such as `Agent 1: Payments`, or any heading, with a list of what is to be done below; what is ticked is done already",
    });
  }
  const { plan, text, remarks } = imported;
  if (Buffer.byteLength(text) > largestPlan) {
    throw new MilepostError(`the plan of ${file} would have over ${largestPlan} bytes`, {
      hint: "split the prompt into several",
    });
  }
  if (output === "-") process.stdout.write(text);
  else await report(output ?? `plans/${plan}.yml`, text, force ?? false);
  const { yellow } = colorsFor(process.stderr);
  for (const remark of remarks) process.stderr.write(`${yellow("look")}: ${remark}\n`);
  return exits.done;
};

const readPrompt = async (file: string): Promise<string> => {
  const bytes = await readFile(file === "-" ? "/dev/stdin" : file).catch((cause: unknown) => {
    throw new MilepostError(`the prompt ${file} cannot be read`, { hint: "check its path", cause });
  });
  const decoded = decodePlan(bytes, file);
  if (!decoded.ok) throw new PlanError(decoded.problems, []);
  return decoded.text;
};

const report = async (output: string, text: string, force: boolean): Promise<void> => {
  await mkdir(dirname(output), { recursive: true });
  try {
    await writeFile(output, text, { flag: force ? "w" : "wx" });
  } catch (cause) {
    throw new MilepostError(`${output} cannot be written`, {
      hint: "if it is there already, name another file with --output, or overwrite it with --force",
      cause,
    });
  }
  const loaded = loadPlan(text, output);
  const todos = loaded.ok ? todosOf(loaded.plan) : [];
  const bodies = loaded.ok ? loaded.plan.bodies : [];
  const { green } = colorsFor(process.stdout);
  process.stdout.write(
    `${green("✓")} ${output}: ${count(bodies.length, "body", "bodies")}, ${count(todos.length, "todo")}\n`,
  );
};
