import { z } from "zod";
import { timestamp } from "../../clock.ts";
import type { Step } from "../../workflow-runs/jobs.ts";
import type { StepResults } from "./runner.ts";

/** A line of act's `--json` log, as far as we read it. */
const entry = z.looseObject({
  msg: z.string(),
  level: z.string().optional(),
  raw_output: z.boolean().optional(),
  step: z.string().optional(),
  stepID: z.array(z.string()).optional(),
  stage: z.string().optional(),
  stepResult: z.enum(["success", "failure", "skipped"]).optional(),
  command: z.string().optional(),
  name: z.string().optional(),
  arg: z.string().optional(),
});
type Entry = z.output<typeof entry>;

interface Known {
  readonly number: number;
  readonly name: string;
  readonly started_at: string;
  readonly result: "success" | "failure" | "skipped" | null;
  readonly completed_at: string | null;
}

interface Result {
  outcome: string;
  readonly outputs: Record<string, string>;
}

/** Follows a job through act's log. */
export class ActLog {
  readonly #secrets: readonly string[];
  readonly #steps = new Map<string, Known>();
  readonly #results = new Map<string, Result>();

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.filter((secret) => secret !== "");
  }

  /** Takes a line; returns what of it goes into the job's log, if anything, and whether a step began or ended. */
  take(line: string): { readonly text: string | null; readonly step: number; readonly moved: boolean } {
    const parsed = parseEntry(line);
    if (!parsed) return { text: line, step: this.#steps.size, moved: false };
    const moved = this.#follow(parsed);
    return { text: textOf(parsed), step: this.#numberOf(parsed), moved };
  }

  /** The steps so far, as GitHub lists them. */
  steps(): Step[] {
    return [...this.#steps.values()].map(({ number, name, started_at, result, completed_at }) => ({
      number,
      name,
      status: result === null ? "in_progress" : "completed",
      conclusion: result,
      started_at,
      completed_at,
    }));
  }

  /** What expressions call `steps`. */
  results(): StepResults {
    return Object.fromEntries(
      [...this.#results].map(([id, { outcome, outputs }]) => [id, { outcome, conclusion: outcome, outputs }]),
    );
  }

  #follow(line: Entry): boolean {
    const { stepID, stage = "", step } = line;
    if (stepID && stepID.length > 1) return false;
    const id = stepID?.[0];
    if (id !== undefined && line.command === "set-output" && line.name !== undefined) {
      this.#resultOf(id).outputs[line.name] = line.arg ?? "";
    }
    if (id !== undefined && stage === "Main" && line.stepResult) this.#resultOf(id).outcome = line.stepResult;
    if (step === undefined || (stage === "Pre" && !line.stepResult)) return false;
    const key = `${stage} ${id ?? step}`;
    const known = this.#steps.get(key) ?? this.#begun(key, stage, step);
    if (!line.stepResult) return known.number === this.#steps.size;
    this.#steps.set(key, { ...known, result: line.stepResult, completed_at: timestamp() });
    return true;
  }

  #begun(key: string, stage: string, step: string): Known {
    const name = stage === "Main" || stage === "" ? step : `${stage} ${step}`;
    const known: Known = {
      number: this.#steps.size + 1,
      name: this.#masked(name.split("\n")[0] ?? name),
      started_at: timestamp(),
      result: null,
      completed_at: null,
    };
    this.#steps.set(key, known);
    return known;
  }

  /** The number of the step that a line belongs to; what happens inside a composite action belongs to it. */
  #numberOf({ stage = "", stepID, step }: Entry): number {
    return this.#steps.get(`${stage} ${stepID?.[0] ?? step}`)?.number ?? this.#steps.size;
  }

  #resultOf(id: string): Result {
    const known = this.#results.get(id) ?? { outcome: "success", outputs: {} };
    this.#results.set(id, known);
    return known;
  }

  /** act masks what it logs, but not the names of steps. */
  #masked(text: string): string {
    return this.#secrets.reduce((masked, secret) => masked.replaceAll(secret, "***"), text);
  }
}

const parseEntry = (line: string): Entry | null => {
  try {
    const result = entry.safeParse(JSON.parse(line));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
};

/** What act says of itself and not of the job. */
const aside = /^(?:LocalRepositoryCache |Couldn't get a valid docker connection)/;

/** Colour and cursor codes are left out: a log is read as text. */
const textOf = ({ msg, level, raw_output }: Entry): string | null => {
  if (!raw_output && aside.test(msg)) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes
  const text = msg.replace(/\u001b\[[0-9;?]*[A-Za-z=>]|\u001b[=>]/g, "").replace(/\r?\n$/, "");
  return level === "error" && !raw_output ? `##[error]${text}` : text;
};
