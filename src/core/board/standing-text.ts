import { count } from "../count.ts";
import type { Board } from "./board.ts";

/** How a plan stands, in one sentence. */
export const standingText = ({
  standing,
  status,
  needs,
  counts,
}: Pick<Board, "standing" | "status" | "needs" | "counts">): string => {
  const asked =
    needs.length === 0
      ? ""
      : `; ${count(needs.length, "thing")} ${needs.length === 1 ? "waits" : "wait"} for you`;
  switch (standing) {
    case "closed":
      return "The milestone is closed: all six criteria hold.";
    case "running":
      return `${count(counts.working, "todo")} at work now${asked}.`;
    case "held":
      return `Nothing runs: ${status.accounts.join("; ")}. It goes on by itself${asked}.`;
    case "stuck":
      return `The milestone is open, and nothing runs${asked}.`;
    case "waiting":
      return "The milestone is open, and nothing runs now: the next run goes on.";
    default:
      return standing satisfies never;
  }
};
