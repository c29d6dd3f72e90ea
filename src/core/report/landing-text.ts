import { count } from "../count.ts";
import type { Plan } from "../plan/plan.ts";
import { failsIn, faultParts } from "../proof/fault.ts";
import { type LandingState, runsOnLanding } from "../proof/landing.ts";
import type { TrackingRecord } from "../snapshot/record.ts";

/** What is known of what lands, as the end of a criterion's evidence. */
export const landingText = (landing: LandingState, plan: Plan): string => {
  const { base, heads } = landing;
  const what = whatLands({ todos: heads.length, base }, plan);
  switch (landing.kind) {
    case "passed": {
      const { trees, isFlaky, isOutdated } = landing;
      return landedText({ todos: heads.length, base, tree: trees.at(-1) ?? "", isFlaky, isOutdated }, plan);
    }
    case "unproven":
      return `${what}: not proved yet`;
    case "failed":
      return `${what}: ${faultText(landing, plan)}`;
    default:
      return landing satisfies never;
  }
};

/** What landed and was proved, as a closed plan remembers it. */
export const landedText = (landed: NonNullable<TrackingRecord["landed"]>, plan: Plan): string => {
  const how = runsOnLanding(plan)
    ? `${plan.verify.map((command) => `\`${command}\``).join(", ")} passed`
    : "they merge";
  const flaky = landed.isFlaky ? ", flaky: only when run again" : "";
  const outdated = landed.isOutdated ? "; the base has moved on since, for the third time" : "";
  return `${whatLands(landed, plan)}, tree ${landed.tree.slice(0, 10)}: ${how}${flaky}${outdated}`;
};

const whatLands = ({ todos, base }: { todos: number; base: string }, plan: Plan): string => {
  const at = `\`${plan.base}\` at ${base.slice(0, 10)}`;
  return todos === 0 ? at : `${count(todos, "todo")} in submission order on ${at}`;
};

const faultText = ({ fault, heads }: Extract<LandingState, { kind: "failed" }>, plan: Plan): string => {
  switch (fault.by) {
    case "commands":
      return `${failsIn(fault.fault)} with ${heads[fault.prefix - 1]?.order}`;
    case "conflict":
      return `${heads[fault.prefix - 1]?.order} conflicts in ${fault.paths.slice(0, 5).join(", ")}`;
    case "base":
      return faultParts(fault.fault, plan).what;
    default:
      return fault satisfies never;
  }
};

/** What a person does about a landing that nobody goes on with; nothing when it goes on by itself. */
export const landingReason = (landing: LandingState | undefined, plan: Plan): string[] => {
  if (landing?.kind === "unproven" && landing.entry === null)
    return ["another run proves what lands: this goes on when it has ended"];
  if (landing?.kind !== "failed" || landing.fault.by !== "base") return [];
  const { what, fix, output } = faultParts(landing.fault.fault, plan);
  return [[`what lands cannot be proved: ${what}; ${fix}`, ...output].join("\n")];
};
