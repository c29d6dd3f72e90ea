import type { ProgramTrouble } from "../core/account/trouble.ts";
import { count } from "../core/count.ts";
import { lastOf } from "../core/key.ts";
import type { ProgramEnd } from "../steps/program-ports.ts";
import { questionIn } from "./question.ts";
import type { RunResult } from "./run.ts";

/** How a run ended, in words; `problem` is why in the program's own, which no exit code of 0 outweighs. */
export const endOf = (result: RunResult, problem = "", trouble: ProgramTrouble | null = null): ProgramEnd => {
  const how = howOf(result);
  const interrupted = result.kind === "interrupted";
  const ok = result.kind === "exit" && result.code === 0 && problem === "" && trouble === null;
  return {
    ok,
    interrupted,
    trouble: interrupted ? null : trouble,
    how: ok || interrupted ? how : `${how}${denials(result)}${evidence(result, problem || wordsOf(trouble))}`,
  };
};

const howOf = (result: RunResult): string => {
  switch (result.kind) {
    case "exit":
      return `exit code ${result.code}${result.code === killed ? memory : ""}`;
    case "signal":
      return `killed by ${result.signal}${result.signal === "SIGKILL" ? memory : ""}`;
    case "timeout":
      return `it ran over its time limit of ${spanOf(result.minutes)}`;
    case "stall":
      return stalled(questionIn(result.tail), result.minutes);
    case "limit":
      return `it was ended: ${result.what}`;
    case "interrupted":
      return "interrupted";
    case "not-started":
      return `it could not be started: ${result.error}`;
    default:
      return result satisfies never;
  }
};

/** What shells exit with when SIGKILL, which is 9, ended their command. */
const killed = 128 + 9;

const memory =
  ": it was killed from outside, most likely because the machine or its container ran out of memory";

const spanOf = (minutes: number): string =>
  minutes < 1 ? count(Math.round(minutes * 60), "second") : count(Math.round(minutes), "minute");

const stalled = (question: string | null, minutes: number): string =>
  question === null
    ? `it stalled: no output and no file change for ${spanOf(minutes)}`
    : `it waited for input, which nobody gives: ${JSON.stringify(question)}`;

const evidence = ({ tail }: RunResult, problem: string): string => {
  if (problem !== "") return `; it says: ${problem.slice(0, 2000)}`;
  return tail.trim() === "" ? "" : `; its output ends:\n${lastOf(tail.trim(), 2000)}`;
};

/** What it said before it was ended; that it got nowhere is what it was ended for. */
const wordsOf = (trouble: ProgramTrouble | null): string =>
  trouble === null || trouble.kind === "endless" ? "" : trouble.said;

const denials = ({ denied }: RunResult): string =>
  denied.length === 0 ? "" : `; the sandbox denied it to ${denied.slice(0, 10).join(", to ")}`;
