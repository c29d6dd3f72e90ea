import type { ProgramEnd } from "../steps/program-ports.ts";
import { questionIn } from "./question.ts";
import type { RunResult } from "./run.ts";

/** How a run ended, in words; `problem` is why in the program's own, which no exit code of 0 outweighs. */
export const endOf = (result: RunResult, problem = ""): ProgramEnd => {
  const how = howOf(result);
  const interrupted = result.kind === "interrupted";
  const ok = result.kind === "exit" && result.code === 0 && problem === "";
  return {
    ok,
    interrupted,
    how: ok || interrupted ? how : `${how}${evidence(result, problem)}${denials(result)}`,
  };
};

const howOf = (result: RunResult): string => {
  switch (result.kind) {
    case "exit":
      return `exit code ${result.code}`;
    case "signal":
      return `killed by ${result.signal}`;
    case "timeout":
      return "it ran over its time limit";
    case "stall":
      return stalled(questionIn(result.tail));
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

const stalled = (question: string | null): string =>
  question === null
    ? "it stalled: no output and no file change"
    : `it waited for input, which nobody gives: ${JSON.stringify(question)}`;

const evidence = ({ tail }: RunResult, problem: string): string => {
  if (problem !== "") return `; it says: ${problem.slice(0, 2000)}`;
  return tail.trim() === "" ? "" : `; its output ends:\n${tail.trim().slice(-2000)}`;
};

const denials = ({ denied }: RunResult): string =>
  denied.length === 0 ? "" : `; the sandbox denied it to ${denied.slice(0, 10).join(", to ")}`;
