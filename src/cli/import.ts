import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import { countsText } from "../core/import/counts.ts";
import { importIssues, issueLines } from "../core/import/issues.ts";
import { isOpen, questionText } from "../core/import/questions.ts";
import { remarkText } from "../core/import/remarks.ts";
import type { Lines } from "../core/import/source.ts";
import { sourceOf } from "../core/import/source.ts";
import { type Imported, type ImportedPlan, importPlan } from "../core/import/write.ts";
import { loadPlan } from "../core/plan/load.ts";
import { todosOf } from "../core/plan/plan.ts";
import { decodePlan, largestPlan } from "../core/plan/read/decode.ts";
import { PlanError } from "../local/plan-file.ts";
import { exits } from "./exit.ts";
import { askAbout } from "./import/ask.ts";
import { explainLines } from "./import/explain.ts";
import { factsOf } from "./import/facts.ts";
import { issuesOf } from "./import/from.ts";
import { preview } from "./preview.ts";
import { colorsFor } from "./text/colors.ts";
import { widthOf } from "./text/width.ts";

export interface ImportOptions {
  readonly repo: string;
  /** Where to write the plan; `-` is standard output, `plans/<id>.yml` when not given. */
  readonly output?: string;
  readonly force?: boolean;
  /** Lines that are todos, although it is doubtful. */
  readonly take?: readonly Lines[];
  /** Show what became of each line. */
  readonly explain?: boolean;
  /** A repository whose issues are imported, and which of them. */
  readonly from?: string;
  readonly label?: string;
  readonly milestone?: string;
  readonly json?: boolean;
}

/** `milepost import`: makes a plan file of what somebody keeps as a backlog. */
export const importCommand = async (file: string | undefined, options: ImportOptions): Promise<number> => {
  const { root, ...facts } = await factsOf(options.repo);
  if (options.from !== undefined) {
    if (file !== undefined) throw oneSource();
    const issues = await issuesOf(options.from, options);
    const imported = importIssues(issues, { name: options.from.replace("/", "-"), facts });
    return await tell(planIn(imported, options.from), {
      lines: issueLines(issues).split("\n"),
      options,
      root,
    });
  }
  if (file === undefined) throw oneSource();
  const text = await readSource(file);
  const read = (taken: readonly Lines[]): ImportedPlan => {
    const isTaken = (line: number) => taken.some((lines) => lines.line <= line && line <= lines.end);
    return planIn(importPlan(text, file, { facts, isTaken }), file);
  };
  const first = read(options.take ?? []);
  const asked = canAsk(file, options) && first.questions.some(isOpen) ? await askAbout(first.questions) : [];
  const imported = asked.length > 0 ? read([...(options.take ?? []), ...asked]) : first;
  const { lines } = sourceOf(text, file);
  return await tell(imported, { lines, options, root });
};

const oneSource = (): MilepostError =>
  new MilepostError("there is not one source to import", {
    hint: "give a file, - for standard input, or --from owner/name for a repository's issues",
  });

const canAsk = (file: string, { json, output }: ImportOptions): boolean =>
  file !== "-" && !json && output !== "-" && process.stdin.isTTY === true && process.stderr.isTTY === true;

const planIn = (imported: Imported, file: string): ImportedPlan => {
  if (imported.ok) return imported;
  if (imported.why === "problems") throw new PlanError(imported.problems, []);
  if (imported.why === "too-large") {
    throw new MilepostError(`${file} has ${count(imported.todos, "todo")}: that is no one plan`, {
      hint: "split it into several",
    });
  }
  const isOver = imported.account.some(({ fate }) => fate.to === "left" && fate.why === "done");
  throw new MilepostError(
    isOver ? `all of ${file} is done already` : `${file} has nothing that is to be done`,
    {
      hint: "todos are boxes such as `- [ ] Retry charges`, rows of tables with a state, or lists under headings",
    },
  );
};

/** Bytes that a source may have: what trackers export is larger than a plan. */
const largestSource = 8 * largestPlan;

const readSource = async (file: string): Promise<string> => {
  const bytes = await readFile(file === "-" ? "/dev/stdin" : file).catch((cause: unknown) => {
    throw new MilepostError(`${file} cannot be read`, { hint: "check its path", cause });
  });
  const decoded = decodePlan(bytes, file, largestSource);
  if (!decoded.ok) throw new PlanError(decoded.problems, []);
  return decoded.text;
};

interface Told {
  readonly lines: readonly string[];
  readonly options: ImportOptions;
  readonly root: string | null;
}

const tell = async (imported: ImportedPlan, { lines, options, root }: Told): Promise<number> => {
  const { output = `plans/${imported.plan}.yml`, force = false, explain, json } = options;
  const loaded = loadPlan(imported.text, output);
  const bodies = loaded.ok ? loaded.plan.bodies : [];
  const todos = loaded.ok ? todosOf(loaded.plan) : [];
  const counts = { bodies: bodies.length, todos: todos.length };
  if (output === "-") process.stdout.write(imported.text);
  else await write(output, imported.text, force);
  if (json) {
    const { format, plan, remarks, questions, account } = imported;
    process.stdout.write(
      `${JSON.stringify({ type: "import", output, format, plan, ...counts, remarks, questions, account })}\n`,
    );
    return exits.done;
  }
  const out = output === "-" ? process.stderr : process.stdout;
  const colors = colorsFor(out);
  out.write(
    `${colors.green("✓")} ${output === "-" ? "the plan" : output}: ${countsText(imported.account, counts)}; read as ${imported.format}\n`,
  );
  for (const question of imported.questions)
    out.write(`${colors.yellow("ask")}:  ${questionText(question)}\n`);
  for (const remark of imported.remarks) out.write(`${colors.yellow("look")}: ${remarkText(remark)}\n`);
  if (explain)
    out.write(`\n${explainLines(lines, imported.account, { columns: widthOf(out), colors }).join("\n")}\n`);
  if (output !== "-" && root !== null) await showPreview(output, options.repo);
  return exits.done;
};

/** What a run of the plan would do first; that it cannot be told yet is no failure of the import. */
const showPreview = async (output: string, repo: string): Promise<void> => {
  process.stdout.write("\nA run of it would begin with:\n\n");
  await preview(output, { repo }).catch((error: unknown) => {
    if (!(error instanceof MilepostError)) throw error;
    process.stdout.write(`(${error.message})\n`);
  });
};

const write = async (output: string, text: string, force: boolean): Promise<void> => {
  await mkdir(dirname(output), { recursive: true });
  try {
    await writeFile(output, text, { flag: force ? "w" : "wx" });
  } catch (cause) {
    throw new MilepostError(`${output} cannot be written`, {
      hint: "if it is there already, name another file with --output, or overwrite it with --force",
      cause,
    });
  }
};
