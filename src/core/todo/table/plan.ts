import type { PlanEvents } from "../event.ts";
import { decisionOn, wantedState, wantedStatuses } from "../state.ts";
import { from, goingOn, move, type Rows, stuck, unjudged } from "./row.ts";

/** What the plan makes of a todo. */
export const planRows: Rows<PlanEvents> = {
  edited: { facts: (_, { placed }) => placed },
  removed: from(
    [...wantedStatuses, "skipped"],
    move("removed", ({ state }) => ({ status: "removed", before: wantedState(state) })),
  ),
  restored: { removed: move(wantedStatuses, ({ state }) => wantedState(state)) },
  freed: { pending: move("ready", () => ({ status: "ready" })) },
  "held-up": { ready: move("pending", () => ({ status: "pending" })) },
  repeated: { facts: (_, { asks }) => ({ asks }) },
  "follow-ups-exceeded": from(
    ["review", "changes", "approved", "blocked"],
    move("blocked", ({ state }, { reason }) => stuck(reason, decisionOn(state))),
  ),
  "follow-ups-allowed": {
    blocked: move(["approved", "changes"], ({ state }) => {
      const verdict = decisionOn(state);
      return verdict?.approved
        ? { status: "approved", verdict: { ...verdict, approved: true } }
        : { status: "changes", verdict };
    }),
  },
  "budget-spent": from(
    goingOn,
    move("blocked", ({ state }, { reason }) => stuck(reason, decisionOn(state))),
  ),
  outdated: { approved: move("review", unjudged) },
};
