import { loadPlan } from "../../plan/load.ts";
import type { Accounted } from "../account.ts";
import { type ImportSource, isWorded } from "../source.ts";
import { type DraftAnswer, draftAnswerSchema } from "./answer.ts";
import { checkDraft } from "./check.ts";
import { type DraftProblem, isOpen } from "./problems.ts";

/** What a program is asked: at first the source alone, then what was wrong with its answer as well. */
export interface DraftAsk {
  readonly problems: readonly DraftProblem[];
  /** Its answer before, as it gave it; empty at first. */
  readonly given: string;
}

/** A drafted plan, or what is wrong with the last answer. */
export type Drafted =
  | {
      readonly ok: true;
      readonly plan: string;
      readonly text: string;
      readonly account: readonly Accounted[];
    }
  | { readonly ok: false; readonly problems: readonly DraftProblem[] };

/** How often what is wrong goes back to the program. */
const returns = 2;

/**
 * Has a plan drafted by a program and holds its answer to the source; what is wrong goes back to it twice. Lines that it
 * names at last neither for a todo nor with a reason are shown, and kept as comments.
 */
export const draftPlan = async (
  ask: (about: DraftAsk) => Promise<string>,
  { source, by, file }: { source: ImportSource; by: string; file: string },
): Promise<Drafted> => {
  let about: DraftAsk = { problems: [], given: "" };
  for (let time = 0; ; time += 1) {
    const given = await ask(about);
    const read = readAnswer(given);
    const checked = read.answer ? checkDraft(read.answer, source.lines) : null;
    const problems = checked?.problems ?? [{ code: "unreadable", why: read.why } as const];
    if (checked?.plan && (problems.length === 0 || (time === returns && problems.every(isOpen)))) {
      const text = withComments(read.answer?.plan ?? "", checked.account, { source, by, file });
      return { ok: true, plan: checked.plan.id, text, account: checked.account };
    }
    if (time === returns) return { ok: false, problems };
    about = { problems, given };
  }
};

type Read =
  | { readonly answer: DraftAnswer; readonly why: "" }
  | { readonly answer: null; readonly why: string };

/** An answer is JSON, which some programs put into a fence. */
const readAnswer = (given: string): Read => {
  const json = /^\s*```(?:json)?\n([\s\S]*?)\n```\s*$/.exec(given)?.[1] ?? given;
  try {
    const parsed = draftAnswerSchema.safeParse(JSON.parse(json));
    if (parsed.success) return { answer: parsed.data, why: "" };
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    return { answer: null, why: `the answer is not as agreed: ${wrong.slice(0, 10).join("; ")}` };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { answer: null, why: `the answer is not JSON and nothing around it: ${said}` };
  }
};

/** The plan with who drafted it above, and below what of the source became nothing. */
const withComments = (
  plan: string,
  account: readonly Accounted[],
  { source, by, file }: { source: ImportSource; by: string; file: string },
): string => {
  const left = account.filter(({ fate }) => fate.to === "left");
  const kept = left.flatMap(({ line, end }) => source.lines.slice(line - 1, end)).filter(isWorded);
  const head = `# yaml-language-server: $schema=../schema/plan.schema.json\n\n# Drafted by ${by} from ${file.replace(/\p{Cc}/gu, " ")}: check it.\n\n`;
  const tail =
    kept.length === 0
      ? ""
      : `\n# The source also says:\n#\n${kept.map((line) => `# ${line}`.trimEnd()).join("\n")}\n`;
  const whole = `${head}${plan.trim()}\n${tail}`;
  // What a plan cannot hold besides is in what is shown of the source.
  return loadPlan(whole, file).ok ? whole : `${head}${plan.trim()}\n`;
};
