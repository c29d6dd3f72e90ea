import { groupBy } from "../group.ts";
import type { LaneBar } from "./timeline.ts";

/** How often a gate sent work back. */
export interface FailedGate {
  readonly name: string;
  readonly times: number;
  /** The orders of the todos whose work it was. */
  readonly orders: readonly string[];
}

/** The gates that sent work back, the one that did most often first. */
export const failedGatesOf = (lanes: readonly LaneBar[]): FailedGate[] => {
  const failures = lanes.flatMap(({ gates, order }) => gates.map((name) => ({ name, order })));
  return [...groupBy(failures, ({ name }) => name)]
    .map(([name, own]) => ({
      ...{ name, times: own.length },
      orders: [...new Set(own.map(({ order }) => order))].sort(),
    }))
    .sort((a, b) => b.times - a.times || a.name.localeCompare(b.name));
};
