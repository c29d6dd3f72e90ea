import { MilepostError } from "../../core/error.ts";
import type { Accounted } from "../../core/import/account.ts";
import { countsText } from "../../core/import/counts.ts";
import { questionText } from "../../core/import/questions.ts";
import { remarkText } from "../../core/import/remarks.ts";
import type { Imported, ImportedPlan } from "../../core/import/write.ts";
import { loadPlan } from "../../core/plan/load.ts";
import { todosOf } from "../../core/plan/plan.ts";
import { exits } from "../exit.ts";
import { preview } from "../preview.ts";
import { colorsFor } from "../text/colors.ts";
import { widthOf } from "../text/width.ts";
import { explainLines, type SourceReading } from "./explain.ts";
import { save } from "./save.ts";

/** How a plan is written and told of. */
export interface TellOptions {
  readonly repo: string;
  /** Where to write the plan; `-` is standard output, `plans/<id>.yml` when not given. */
  readonly output?: string;
  readonly force?: boolean;
  /** Show what became of each line. */
  readonly explain?: boolean;
  /** A repository whose issues are imported. */
  readonly from?: string;
  readonly json?: boolean;
}

/** A plan to be written and told of. */
export interface ToldPlan
  extends Pick<ImportedPlan, "plan" | "text" | "account">,
    Partial<Pick<ImportedPlan, "remarks" | "questions">> {
  /** What it was read as, or who drafted it. */
  readonly by: string;
  /** How the source reads by its structure, where a program drafted the plan. */
  readonly beside: Imported | null;
}

interface Told {
  readonly lines: readonly string[];
  readonly options: TellOptions;
  readonly root: string | null;
}

/** Writes the plan and says what became of its source; what a run of it would begin with comes last. */
export const tell = async (told: ToldPlan, { lines, options, root }: Told): Promise<number> => {
  const { plan, text, account, remarks = [], questions = [], by, beside } = told;
  const { output = `plans/${plan}.yml`, force = false, explain, json } = options;
  const counts = countsIn(text, output);
  const made = output === "-" ? null : await save(output, text, force);
  if (json) {
    const format = beside === null ? { format: by } : { with: by, structure: structureOf(beside) };
    const whole = output === "-" ? { text } : {};
    const said = {
      type: "import",
      output,
      plan,
      ...whole,
      ...counts,
      ...format,
      remarks,
      questions,
      account,
    };
    process.stdout.write(`${JSON.stringify(said)}\n`);
    return exits.done;
  }
  if (output === "-") process.stdout.write(text);
  const out = output === "-" ? process.stderr : process.stdout;
  const colors = colorsFor(out);
  if (made !== null) out.write(`${colors.green("✓")} made the folder ${made}\n`);
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
const showPreview = async (output: string, { repo, from }: TellOptions): Promise<void> => {
  const forge = from === undefined ? "local" : "github";
  process.stdout.write(
    `\nA run of it${from === undefined ? "" : ", with --forge github,"} would begin with:\n\n`,
  );
  await preview(output, { repo, forge }).catch((error: unknown) => {
    if (!(error instanceof MilepostError)) throw error;
    process.stdout.write(`(${error.message})\n`);
  });
};
