import type { EventOf, ForgeEvents } from "../event.ts";
import { maxRecordedAsks, type TodoRecord } from "../record.ts";
import { decisionOn, type StateOf, wantedStatuses } from "../state.ts";
import { from, move, type Rows, stuck, takenBack, unjudged } from "./row.ts";

/** What becomes of a todo's branch and pull request on the forge. */
export const forgeRows: Rows<ForgeEvents> = {
  "head-moved": {
    facts: (_, { head }) => ({ head }),
    approved: move("review", ({ state }) => ({ status: "review", claim: null, verdict: decisionOn(state) })),
  },
  pushed: { facts: (_, { head, pull }) => ({ head, pull, resume: null }) },
  "merged-early": {
    facts: (_, { head, pull }) => ({ head, pull, resume: null }),
    ...from(
      ["pending", "ready", "changes"],
      move("review", ({ state }) => ({ status: "review", claim: null, verdict: decisionOn(state) })),
    ),
  },
  "pull-lost": from(
    wantedStatuses,
    move("blocked", ({ state }, { reason }) => stuck(reason, decisionOn(state))),
  ),
  /** A head that was judged before is not judged again. */
  "pull-found": {
    blocked: move(["review", "changes", "approved"], ({ state }, { head }) => {
      const verdict = decisionOn(state);
      if (verdict?.commit !== head) return unjudged();
      return verdict.approved
        ? { status: "approved", verdict: { ...verdict, approved: true } }
        : { status: "changes", verdict };
    }),
  },
  conflicted: {
    facts: ({ asks, state }, { ask }) => {
      // What its agent was asked before its branch was to take something in is asked of it still.
      const isAsked = state.status === "working";
      const kept = asks.filter(({ kind, cause }) => kind === "todo" || (isAsked && cause !== "conflict"));
      return { asks: [ask, ...kept].slice(0, maxRecordedAsks), behind: undefined };
    },
    ...from(
      wantedStatuses,
      move(["changes", "blocked"], (record, event) => sentBack(record, event)),
    ),
  },
  "broke-landing": {
    facts: ({ asks }, { ask, base, partners, isBehind }) => ({
      ...{ asks: [ask, ...asks.filter(({ kind }) => kind === "todo")], base, partners: [...partners] },
      behind: isBehind ? true : undefined,
    }),
    ...from(
      wantedStatuses,
      move(["changes", "blocked"], (record, event) => sentBack(record, event)),
    ),
  },
  "checks-failed": {
    facts: ({ asks }, { ask }) => ({
      ...{ asks: [ask, ...asks.filter(({ kind }) => kind === "todo")], mergeWait: null },
    }),
    ...from(
      wantedStatuses,
      move(["changes", "blocked"], (record, event) => sentBack(record, event)),
    ),
  },
  "merge-waits": { facts: (_, { wait }) => ({ mergeWait: wait }) },
  "begun-anew": {
    facts: () => ({
      head: null,
      base: null,
      rested: null,
      behind: undefined,
      pull: null,
      checked: null,
      resume: null,
      cut: null,
    }),
  },
  rebased: { facts: (record, { base, rested = record.rested }) => ({ base, rested }) },
  unfit: {
    facts: (_, { base }) => ({ base, checked: null }),
    ...from(["approved", "review"], move("review", unjudged)),
  },
};

/** Back to its agent as long as there is a round left. */
const sentBack = (
  record: TodoRecord,
  event: Pick<EventOf<"conflicted">, "ask" | "rounds">,
): StateOf<"changes"> | StateOf<"blocked"> =>
  hasRoundLeft(record, event)
    ? takenBack(record)
    : stuck({ code: "no-round-left", ask: event.ask.title }, takenBack(record).verdict);

const hasRoundLeft = (
  { rounds, forgiven }: Pick<TodoRecord, "rounds" | "forgiven">,
  event: Pick<EventOf<"conflicted">, "rounds">,
): boolean => rounds - forgiven < event.rounds;
