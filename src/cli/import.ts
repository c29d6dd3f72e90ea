import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import type { Accounted } from "../core/import/account.ts";
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
import { explainLines, type SourceReading } from "./import/explain.ts";
import { factsOf } from "./import/facts.ts";
import { issuesOf } from "./import/from.ts";
import { draftWith } from "./import/with.ts";
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
  /** The program that drafts the plan. */
  readonly with?: string;
  readonly json?: boolean;
}

/** `milepost import`: makes a plan file of what somebody keeps as a backlog. */
export const importCommand = async (file: string | undefined, options: ImportOptions): Promise<number> => {
  const { root, ...facts } = await factsOf(options.repo);
  const { from, with: program } = options;
  if ((from === undefined) === (file === undefined)) throw oneSource();
  if (from !== undefined) {
    if (program !== undefined) throw noDraftOfIssues();
    const issues = await issuesOf(from, options);
    const imported = planIn(importIssues(issues, { from, facts }), from);
    return await tell(asTold(imported), { lines: issueLines(issues).split("\n"), options, root });
  }
  const source = file ?? "-";
  const text = await readSource(source);
  const { lines } = sourceOf(text, source);
  const read = (taken: readonly Lines[]): Imported => {
    const isTaken = (line: number) => taken.some((lines) => lines.line <= line && line <= lines.end);
    return importPlan(text, source, { facts, isTaken });
  };
  const first = read(options.take ?? []);
  if (program !== undefined) {
    const drafted = await draftWith({
      ...{ program, source: sourceOf(text, source), file: source, root, verify: facts.verify },
    });
    return await tell({ ...drafted, by: program, beside: first }, { lines, options, root });
  }
  const questions = first.ok ? first.questions : [];
  const asked = canAsk(source, options) && questions.some(isOpen) ? await askAbout(questions) : [];
  const imported = asked.length > 0 ? read([...(options.take ?? []), ...asked]) : first;
  return await tell(asTold(planIn(imported, source)), { lines, options, root });
};

const asTold = ({ format, ...imported }: ImportedPlan): ToldPlan => ({
  ...imported,
  by: format,
  beside: null,
});

const noDraftOfIssues = (): MilepostError =>
  new MilepostError("--with drafts a plan of a text, and --from reads issues by what they are", {
    hint: "leave one of the two out",
  });

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

/** A plan to be written and told of. */
interface ToldPlan
  extends Pick<ImportedPlan, "plan" | "text" | "account">,
    Partial<Pick<ImportedPlan, "remarks" | "questions">> {
  /** What it was read as, or who drafted it. */
  readonly by: string;
  /** How the source reads by its structure, where a program drafted the plan. */
  readonly beside: Imported | null;
}

interface Told {
  readonly lines: readonly string[];
  readonly options: ImportOptions;
  readonly root: string | null;
}

const tell = async (told: ToldPlan, { lines, options, root }: Told): Promise<number> => {
  const { plan, text, account, remarks = [], questions = [], by, beside } = told;
  const { output = `plans/${plan}.yml`, force = false, explain, json } = options;
  const counts = countsIn(text, output);
  if (output === "-") process.stdout.write(text);
  else await write(output, text, force);
  if (json) {
    const format = beside === null ? { format: by } : { with: by, structure: structureOf(beside) };
    const said = { type: "import", output, plan, ...counts, ...format, remarks, questions, account };
    process.stdout.write(`${JSON.stringify(said)}\n`);
    return exits.done;
  }
  const out = output === "-" ? process.stderr : process.stdout;
  const colors = colorsFor(out);
  const name = output === "-" ? "the plan" : output;
  const how = beside === null ? `read as ${by}` : `drafted by ${by}`;
  out.write(`${colors.green("✓")} ${name}: ${countsText(account, counts)}; ${how}\n`);
  if (beside !== null) out.write(`  by its structure: ${structureText(beside)}\n`);
  for (const question of questions) out.write(`${colors.yellow("ask")}:  ${questionText(question)}\n`);
  for (const remark of remarks) out.write(`${colors.yellow("look")}: ${remarkText(remark)}\n`);
  const readings = readingsOf(account, beside);
  const doubtful = beside !== null && explain !== true;
  const shown =
    explain || doubtful ? explainLines(lines, readings, { columns: widthOf(out), colors, doubtful }) : [];
  if (shown.length > 0) out.write(`\n${shown.join("\n")}\n`);
  if (output !== "-" && root !== null) await showPreview(output, options);
  return exits.done;
};

const countsIn = (text: string, file: string): { bodies: number; todos: number } => {
  const loaded = loadPlan(text, file);
  return loaded.ok
    ? { bodies: loaded.plan.bodies.length, todos: todosOf(loaded.plan).length }
    : { bodies: 0, todos: 0 };
};

const readingsOf = (account: readonly Accounted[], beside: Imported | null): SourceReading[] => {
  const own = { head: "what became of it", account };
  if (beside === null) return [own];
  return [own, { head: "by its structure", account: "account" in beside ? beside.account : [] }];
};

/** How a source reads by its structure, for programs; `null` where no plan comes of that. */
const structureOf = (imported: Imported): object | null =>
  imported.ok
    ? { format: imported.format, ...countsIn(imported.text, "plan.yml"), account: imported.account }
    : null;

const structureText = (imported: Imported): string => {
  if (!imported.ok) return "no plan comes of it";
  const { format, text, account } = imported;
  return `${countsText(account, countsIn(text, "plan.yml"))}; read as ${format}`;
};

/** What a run of the plan would do first; that it cannot be told yet is no failure of the import. */
const showPreview = async (output: string, { repo, from }: ImportOptions): Promise<void> => {
  const forge = from === undefined ? "local" : "github";
  process.stdout.write(
    `\nA run of it${from === undefined ? "" : ", with --forge github,"} would begin with:\n\n`,
  );
  await preview(output, { repo, forge }).catch((error: unknown) => {
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
