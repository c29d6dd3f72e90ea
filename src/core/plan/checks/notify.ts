import { ways } from "../notify.ts";
import type { Path, PlanFinding } from "../problem.ts";
import type { Sketch } from "../sketch.ts";

/** Entries of `notify` that lead nowhere or to two places at once, and those that are given twice. */
export const notify = (sketch: Sketch): PlanFinding[] =>
  sketch.notify.flatMap((entry, index): PlanFinding[] => {
    if (entry === null) return [];
    const path = ["notify", index];
    const given = ways.filter((way) => way in entry);
    const same = sketch.notify.findIndex((other) => JSON.stringify(other) === JSON.stringify(entry));
    return [
      ...(given.length === 1 ? [] : [manyWays(given, path)]),
      ...(given.length > 0 && "format" in entry && !("webhook" in entry) ? [stray(path)] : []),
      ...(same < index && given.length === 1 ? [twice(same, path)] : []),
    ];
  });

const manyWays = (given: readonly string[], path: Path): PlanFinding => ({
  at: { path },
  message:
    given.length === 0
      ? "an entry of `notify` says nothing of where notices go"
      : `an entry of \`notify\` has ${given.map((way) => `\`${way}\``).join(" and ")}`,
  expected: `one of ${ways.map((way) => `\`${way}\``).join(", ")} in each entry`,
});

const stray = (path: Path): PlanFinding => ({
  at: { path: [...path, "format"], key: true },
  message: "`format` without `webhook`",
  expected: "it beside the webhook that it is of",
});

const twice = (same: number, path: Path): PlanFinding => ({
  at: { path },
  message: `an entry of \`notify\` is the same as its entry ${same + 1}`,
  expected: "each once",
});
