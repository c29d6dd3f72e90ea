import { isInRanges, type Lines } from "../source.ts";
import type { Section } from "../tree/tree.ts";
import { fieldsIn } from "./fields.ts";
import { isNone, waiting } from "./need-words.ts";

/**
 * The numbers of the steps that a step says it waits for, in a field such as `**Depends on**: Phase 2 and 3`; `null` when
 * it says nothing of them. Fields of its own todos are theirs.
 */
export const stepsWaitedFor = (
  section: Pick<Section, "line" | "end" | "heading">,
  lines: readonly string[],
  tasks: readonly Lines[],
): readonly number[] | null => {
  const said = fieldsIn(section, lines).filter(
    ({ label, line }) => waiting.test(label) && !isInRanges(tasks, line),
  );
  const [first] = said;
  if (!first) return null;
  if (isNone(first.value)) return [];
  const run = numbers.exec(first.value)?.groups?.run;
  return run === undefined ? null : numbersIn(run);
};

/** Numbers at the beginning, each with its word or without: `Phase 2, Phase 4`, `タスク2-5`. */
const numbers =
  /^[^\p{L}\d]*(?:\p{L}{1,20}\s*)?#?(?<run>\d[\d.]*(?:\s*(?:[-–~〜,、;&+]|and|und|et|y|e|и|と|和)\s*(?:\p{L}{1,20}\s*)?#?\d[\d.]*)*)/u;

const numbersIn = (run: string): number[] => {
  const found = [...run.matchAll(/(\d+)[\d.]*(?:\s*[-–~〜]\s*(?:\p{L}{1,20}\s*)?#?(\d+))?/gu)];
  return found.flatMap(([, first = "0", last = first]) => {
    const [from, to] = [Number(first), Number(last)];
    return to < from || to - from > 100
      ? [from]
      : Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
};
