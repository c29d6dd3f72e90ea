import type { Sample } from "../sample.ts";
import type { ContentRule } from "./rule.ts";

/** The first line of what old CoffeeScript compilers write. */
export const coffeeStart = "(function() {";

/** How much a line looks like compiled CoffeeScript: a point for a temporary variable, three for a helper. */
export const coffeeScore = (line: string): number => {
  if (!line.includes("var ")) return 0;
  const temporaries = line.match(/_fn|_i|_len|_ref|_results/g) ?? [];
  const helpers = line.match(/__bind|__extends|__hasProp|__indexOf|__slice/g) ?? [];
  return temporaries.length + 3 * helpers.length;
};

/** A whole file wrapped in a function and a score of 3; newer compilers say it in the first line. */
export const coffeeScript: ContentRule = {
  reason: "compiled from CoffeeScript",
  extensions: [".js"],
  needs: { lines: 1, whole: true },
  holds: ({ head, tail, coffeeScore: score }: Sample) =>
    head[0] === coffeeStart && tail.secondLast === "}).call(this);" && tail.last === "" && score >= 3,
};
