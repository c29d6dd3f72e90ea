import { readFile } from "node:fs/promises";
import { count } from "../core/count.ts";
import { MilepostError } from "../core/error.ts";
import { importIssues, issueLines } from "../core/import/issues.ts";
import { isOpen } from "../core/import/questions.ts";
import type { Lines } from "../core/import/source.ts";
import { sourceOf } from "../core/import/source.ts";
import { type Imported, type ImportedPlan, importPlan } from "../core/import/write.ts";
import { decodePlan, largestPlan } from "../core/plan/read/decode.ts";
import { PlanError } from "../local/plan-file.ts";
import { askAbout } from "./import/ask.ts";
import { factsOf } from "./import/facts.ts";
import { issuesOf } from "./import/from.ts";
import { type TellOptions, type ToldPlan, tell } from "./import/tell.ts";
import { draftWith } from "./import/with.ts";

export interface ImportOptions extends TellOptions {
  /** Lines that are todos, although it is doubtful. */
  readonly take?: readonly Lines[];
  /** Which of the issues are imported, with `from`. */
  readonly label?: string;
  readonly milestone?: string;
  /** The program that drafts the plan. */
  readonly with?: string;
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
  const read = (taken: readonly Lines[]): Imported => importPlan(text, source, { facts, taken });
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
