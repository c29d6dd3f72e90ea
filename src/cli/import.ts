import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import { importIssues, issueLines } from "../core/import/issues.ts";
import { isOpen } from "../core/import/questions.ts";
import type { Lines } from "../core/import/source.ts";
import { sourceOf } from "../core/import/source.ts";
import { type Imported, type ImportedPlan, importPlan } from "../core/import/write.ts";
import { PlanError } from "../local/plan-file.ts";
import { askAbout } from "./import/ask.ts";
import { factsOf } from "./import/facts.ts";
import { issuesOf } from "./import/from.ts";
import { refuseExisting } from "./import/save.ts";
import { readSource, refuseBrokenJson } from "./import/source-file.ts";
import { type TellOptions, type ToldPlan, tell } from "./import/tell.ts";
import { draftWith } from "./import/with.ts";

interface ImportOptions extends TellOptions {
  /** Lines that are todos, although it is doubtful. */
  readonly take?: readonly Lines[];
  /** Which of the issues are imported, with `from`. */
  readonly label?: string;
  readonly milestone?: string;
  /** The program that drafts the plan, and hosts that it may reach. */
  readonly with?: string;
  readonly network?: readonly string[];
}

/** `milepost import`: makes a plan file of what somebody keeps as a backlog. */
export const importCommand = async (file: string | undefined, options: ImportOptions): Promise<number> => {
  const { root, ...facts } = await factsOf(options.repo);
  const { from, with: program } = options;
  if ((from === undefined) === (file === undefined)) throw oneSource();
  refuseUnused(options);
  if (from !== undefined) {
    const issues = await issuesOf(from, options);
    const imported = planIn(importIssues(issues, { from, facts }), from);
    return await tell(asTold(imported), { lines: issueLines(issues).split("\n"), options, root });
  }
  const source = file ?? "-";
  const text = await readSource(source);
  const { lines } = sourceOf(text, source);
  const read = (taken: readonly Lines[]): Imported => importPlan(text, source, { facts, taken });
  const first = read(options.take ?? []);
  if (program !== undefined) {
    await refuseExisting(options);
    const drafted = await draftWith({
      ...{ program, network: options.network ?? [], root, verify: facts.verify },
      ...{ source: sourceOf(text, source), file: source },
    });
    return await tell({ ...drafted, by: program, beside: first }, { lines, options, root });
  }
  const questions = first.ok ? first.questions : [];
  const asked = canAsk(source, options) && questions.some(isOpen) ? await askAbout(questions) : [];
  const imported = asked.length > 0 ? read([...(options.take ?? []), ...asked]) : first;
  if (!imported.ok && imported.why === "nothing-to-do") refuseBrokenJson(text, source);
  return await tell(asTold(planIn(imported, source)), { lines, options, root });
};

const asTold = ({ format, ...imported }: ImportedPlan): ToldPlan => ({
  ...imported,
  by: format,
  beside: null,
});

/** Options that would change nothing are a mistake: each needs what reads it. */
const refuseUnused = (options: ImportOptions): void => {
  const { from, with: program, network, label, milestone, take } = options;
  if (from !== undefined && program !== undefined) {
    throw new MilepostError("--with drafts a plan of a text, and --from reads issues by what they are", {
      hint: "leave one of the two out",
    });
  }
  if (from === undefined && (label ?? milestone) !== undefined) {
    throw new MilepostError(
      `--${label === undefined ? "milestone" : "label"} chooses among a repository's issues`,
      {
        hint: "name the repository with --from owner/name, or leave the option out",
      },
    );
  }
  if (program === undefined && network !== undefined) {
    throw new MilepostError("--network names hosts for the program of --with", {
      hint: "name the program with --with, or leave the option out",
    });
  }
  const other = program !== undefined ? "--with" : from !== undefined ? "--from" : null;
  if (take !== undefined && other !== null) {
    throw new MilepostError(
      `--take names lines of a text that is read by its structure, and ${other} does not`,
      {
        hint: "leave one of the two out",
      },
    );
  }
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
  if (imported.why === "too-many-points") {
    throw new MilepostError(
      `${file} has ${count(imported.points, "line")} that begin a point, a title or a row`,
      {
        hint: "that is more than is read of one backlog: split it into several",
      },
    );
  }
  if (imported.why === "too-large") {
    throw new MilepostError(`${file} has ${count(imported.todos, "todo")}: that is no one plan`, {
      hint: "split it into several",
    });
  }
  const isOver = imported.account.some(({ fate }) => fate.to === "left" && fate.why === "done");
  if (isOver)
    throw new MilepostError(`all of ${file} is done already`, {
      hint: "--take 12 makes a todo of line 12 all the same",
    });
  throw new MilepostError(`${file} has nothing that is to be done`, {
    hint: "todos are boxes such as `- [ ] Retry charges`, rows of tables with a state, or lists under headings; of prose a program drafts them: --with claude",
  });
};
