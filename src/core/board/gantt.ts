import { groupBy } from "../group.ts";
import type { LaneBar } from "./timeline.ts";

/** Lanes that a drawing may hold before nobody can read it any more. */
const maxLanes = 60;

/** Lanes over time as Mermaid draws them, a section for each body, the latest of many; empty when there was none. */
export const gantt = (lanes: readonly LaneBar[]): string => {
  if (lanes.length === 0) return "";
  const shown = lanes.slice(-maxLanes);
  return [
    "```mermaid",
    "gantt",
    "  dateFormat x",
    `  axisFormat ${isShort(shown) ? "%H:%M:%S" : "%H:%M"}`,
    ...[...groupBy(shown, ({ body }) => body)].flatMap(([body, own]) => [
      `  section ${plainName(body)}`,
      ...own.map(barOf),
    ]),
    "```",
  ].join("\n");
};

/** Whether minutes alone would stand at the axis more than once. */
const isShort = (lanes: readonly LaneBar[]): boolean =>
  Math.max(...lanes.map(({ to }) => to)) - Math.min(...lanes.map(({ from }) => from)) < 10 * 60_000;

/** At least a second, since Mermaid draws nothing that takes no time. */
const barOf = (lane: LaneBar): string => {
  const to = Math.max(lane.to, lane.from + 1000);
  const tag = tagOf(lane);
  return `  ${lane.order} round ${lane.round} :${tag === "" ? "" : `${tag}, `}${lane.from}, ${to}`;
};

/** The colours that Mermaid has: at work, went through, and in need of somebody. */
const tagOf = ({ how }: LaneBar): string => {
  switch (how) {
    case null:
      return "active";
    case "approved":
      return "done";
    case "failed":
    case "blocked":
    case "lost":
    case "misconfigured":
    case "unreadable":
    case "nothing":
    case "unattributed":
      return "crit";
    case "changes":
    case "refused":
    case "restacked":
    case "conflict":
    case "troubled":
    case "held-up":
    case "unreviewed":
    case "interrupted":
      return "";
    default:
      return how satisfies never;
  }
};

/** Without what would mean something to Mermaid. */
const plainName = (name: string): string => name.replace(/[^\p{L}\p{N} .-]+/gu, " ").trim();
