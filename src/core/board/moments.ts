import type { LaneOutcome } from "../lane/past-lane.ts";
import type { LaneBar } from "./timeline.ts";

/** A lane that ended in another way than at once approved. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly order: string;
  readonly todo: string;
  readonly words: string;
}

/** Moments that are shown. */
const maxMoments = 40;

/** What was notable, in order of time; of many the latest. */
export const momentsOf = (lanes: readonly LaneBar[]): Moment[] => {
  const all = lanes.flatMap((lane): Moment[] => {
    const words = outcomeText(lane);
    return words === null || (lane.how === "approved" && lane.round === 1)
      ? []
      : [{ at: lane.to, order: lane.order, todo: lane.todo, words }];
  });
  return all.sort((a, b) => a.at - b.at).slice(-maxMoments);
};

/** How a lane ended, in words; `null` while it runs. */
export const outcomeText = ({
  how,
  round,
  gates,
}: Pick<LaneBar, "how" | "round" | "gates">): string | null => {
  if (how === null) return null;
  const named = gates.length > 0 ? `: ${gates.join(", ")}` : "";
  return `${wordsFor(how, round)}${named}`;
};

const wordsFor = (how: LaneOutcome, round: number): string => {
  switch (how) {
    case "approved":
      return `approved in round ${round}`;
    case "changes":
      return `sent back in round ${round}`;
    case "refused":
      return "gates sent it back";
    case "restacked":
      return "it took in what is below it";
    case "conflict":
      return "it conflicts with what is below it";
    case "failed":
      return "an attempt failed";
    case "blocked":
      return "the agent asked a person";
    case "nothing":
      return "the agent changed nothing";
    case "unreadable":
      return "the reviewer's answer could not be read";
    case "unattributed":
      return "the repository changed beside it";
    case "misconfigured":
      return "something is to be set up";
    case "troubled":
      return "a model's service turned it away";
    case "held-up":
      return "the forge could not be reached";
    case "unreviewed":
      return "no reviewer could judge";
    case "interrupted":
      return "it was cut off";
    case "lost":
      return "its run ended without a word";
    default:
      return how satisfies never;
  }
};
