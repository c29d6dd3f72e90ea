import { book } from "../../cost/ledger.ts";
import { cut } from "../../key.ts";
import { laneName, type PastLane, withLane } from "../../lane/past-lane.ts";
import { maxPrograms } from "../../plan/program.ts";
import { track } from "../../verdict/findings.ts";
import { disputeOf, unchangedOf } from "../dispute.ts";
import type { EventOf, LaneEvents } from "../event.ts";
import { cutsOf } from "../parts.ts";
import { maxRecordedAsks, type Rested, type TodoFacts, type TodoRecord } from "../record.ts";
import { claimOf, decisionOn, type LaneStart, type TodoState } from "../state.ts";
import { from, goingOn, move, type Rows, released, rested, stuck } from "./row.ts";

/** What a lane makes of its todo, from its claim to its end. */
export const laneRows: Rows<LaneEvents> = {
  "branch-found": {
    facts: (_, { head }) => ({ head, checked: null, ...(head === null ? {} : { resume: null }) }),
  },
  "base-rewound": {
    facts: ({ asks }) => ({
      ...{ head: null, rested: null, resume: null, checked: null },
      asks: asks.filter(({ cause }) => cause !== "gate"),
    }),
  },
  "branch-taken": {
    facts: (_, { claimed }) => ({ claimed }),
    ...from(
      ["pending", "ready", "changes"],
      move("blocked", ({ branch, state }) => stuck({ code: "branch-taken", branch }, decisionOn(state))),
    ),
  },
  "start-refused": from(
    ["pending", "ready", "review", "changes", "approved"],
    move("blocked", ({ state }, { reason }) => stuck(reason, decisionOn(state))),
  ),
  claimed: {
    facts: (record, { claim, base, rested = record.rested, head, logs, hold, keys }) => ({
      ...{ claimed: claim.sha, base, rested, head, logs, hold: hold ?? record.hold },
      cut: record.cut && { ...record.cut, ...keys },
    }),
    ...from(
      ["pending", "ready", "review", "changes"],
      move(["working", "review"], ({ state }, { claim, from: start }) => ({
        ...{ status: isJudged(start, state) ? "review" : "working", claim, verdict: decisionOn(state) },
      })),
    ),
    approved: move("review", ({ state }, { claim }) => ({
      ...{ status: "review", claim, verdict: decisionOn(state) },
    })),
  },
  proposed: {
    facts: (record, { pull, head, lines, checked, rested = record.rested, part }) => ({
      ...{ pull, head, lines, checked, resume: null, cut: null, behind: undefined },
      ...(part ? { part: record.part ?? part, cuts: cutsOf(record) + 1 } : {}),
      rested: withDropped(rested, record),
    }),
    ...from(
      ["working", "review"],
      move("review", ({ state }) => ({
        status: "review",
        claim: claimOf(state),
        verdict: decisionOn(state),
      })),
    ),
  },
  parted: {
    facts: (_, { type: _type, ...facts }) => facts,
    ...from(
      ["pending", "ready"],
      move("review", () => ({ status: "review", claim: null, verdict: null })),
    ),
  },
  oversized: {
    facts: ({ head: onto }, { head }) => ({
      resume: head,
      cut: onto === null ? null : { work: head, onto, letters: 0, depth: null },
    }),
    ...from(
      ["working", "review"],
      move("changes", ({ state }) => ({ status: "changes", verdict: decisionOn(state) })),
    ),
  },
  /** A review that only a moved base asks for takes none from the limit. */
  restacked: {
    facts: (record, { head, lines, checked, rested, isReviewed }) => ({
      ...{ head, lines, checked, resume: null, behind: undefined },
      rested: withDropped(rested, record),
      forgiven: isReviewed ? record.forgiven + 1 : record.forgiven,
    }),
  },
  carried: {
    facts: (_, { judged }) => ({ failed: 0, lost: 0, ...judged }),
    review: move(["approved", "review"], ({ state, rested }, { head }) => {
      const verdict = decisionOn(state);
      return verdict?.approved
        ? { status: "approved", verdict: { ...verdict, approved: true, commit: head, on: rested?.commit } }
        : { status: "review", claim: null, verdict };
    }),
  },
  "rest-found": { facts: (_, { rested }) => ({ rested, behind: undefined }) },
  billed: { facts: (record, { costs }) => book(record, costs) },
  "lane-ended": { facts: ({ lanes }, { lane }) => ({ lanes: withLane(lanes, lane) }) },
  unreviewed: {
    working: move(["pending", "changes"], rested),
    review: move(["review", "approved"], released),
  },
  served: { facts: (record, event) => servedBy(record, event) },
  excused: {
    facts: (record, { hold }) => ({ excused: record.excused + 1, hold: hold ?? record.hold }),
    working: move(["pending", "changes", "blocked"], (record, event) => afterExcuse(record, event)),
    review: move(["review", "approved", "blocked"], (record, event) => afterExcuse(record, event)),
  },
  declined: {
    facts: ({ declined }, { account }) => ({
      declined: [...new Set([...declined, account])].slice(-maxPrograms),
    }),
    working: move(["pending", "changes", "blocked"], (record, event) => afterDeclined(record, event)),
    review: move(["review", "approved", "blocked"], (record, event) => afterDeclined(record, event)),
  },
  "cut-off": {
    facts: ({ lost }) => ({ lost: lost + 1 }),
    working: move(["pending", "changes"], rested),
    review: move(["review", "approved"], released),
  },
  failed: {
    facts: ({ failed }) => ({ failed: failed + 1 }),
    working: move(["pending", "changes", "blocked"], (record, event) => afterFailure(record, event)),
    review: move(["review", "approved", "blocked"], (record, event) => afterFailure(record, event)),
  },
  refused: {
    facts: (record, event) => sentBack(record, event),
    working: move(["changes", "blocked"], ({ state, failed }, { attempts, gates, isRestack }) =>
      failed < attempts || isRestack
        ? { status: "changes", verdict: decisionOn(state) }
        : stuck({ code: "attempts-failed", attempts: failed, last: gates }, decisionOn(state)),
    ),
    review: move("changes", ({ state }) => ({ status: "changes", verdict: decisionOn(state) })),
  },
  stopped: from(
    ["working", "review"],
    move("blocked", ({ state }, { reason }) => stuck(reason, decisionOn(state))),
  ),
  /** Neither its agent nor its reviewer will say more of a head that stays as it is. */
  unchanged: {
    facts: (record, { said }) => ({ answers: answered(record, said) }),
    ...from(
      ["working", "review"],
      move("blocked", (record, event) => stuck(unchangedOf(record, event), decisionOn(record.state))),
    ),
  },
  reviewed: {
    facts: (record, event) => judged(record, event),
    ...from(
      ["working", "review"],
      move(["approved", "changes", "blocked"], (record, event) => afterReview(record, event)),
    ),
  },
  lost: {
    facts: (record, { claim }) => ({
      ...(claim === "failed" ? { failed: record.failed + 1 } : { lost: record.lost + 1 }),
      lanes: withLost(record),
    }),
    working: move(["pending", "changes"], rested),
    review: move(["review", "approved"], released),
  },
  "worn-out": from(
    goingOn,
    move("blocked", ({ state }, { reason }) => stuck(reason, decisionOn(state))),
  ),
};

/** What rests on it may hold for long what it was made anew without. */
const withDropped = (now: Rested | null, { rested }: TodoRecord): Rested | null =>
  now === null || rested?.dropped === undefined ? now : { dropped: rested.dropped, ...now };

/** Nobody saw its end. */
const withLost = ({ lanes, rounds, state }: TodoRecord): PastLane[] => {
  const claim = claimOf(state);
  if (claim === null) return [...lanes];
  const { at: begun, sha } = claim;
  const lost = { claim: laneName(sha), begun, ended: null, round: rounds + 1, how: "lost" as const };
  return withLane(lanes, { ...lost, gates: [], ran: [] });
};

/** Of what its agent is asked to change, nothing is reviewed: it goes back to it. */
const isJudged = (start: LaneStart, { status }: TodoState): boolean =>
  start === "review" || (start === "restack" && status === "review");

/** Two accounts served it last: its agent's, and its reviewer's. */
const servedBy = ({ served, hold }: TodoRecord, { accounts, at }: EventOf<"served">): Partial<TodoFacts> => ({
  excused: 0,
  served: [
    ...served.filter(({ account }) => !accounts.includes(account)),
    ...accounts.map((account) => ({ account, at })),
  ].slice(-2),
  hold: hold !== null && accounts.includes(hold.account) ? null : hold,
});

const afterExcuse = (record: TodoRecord, { excuse, said, most }: EventOf<"excused">): TodoState =>
  record.excused < most
    ? released(record)
    : stuck({ code: "excused-often", times: record.excused, excuse, said }, decisionOn(record.state));

const afterDeclined = (record: TodoRecord, { isLast, reason }: EventOf<"declined">): TodoState =>
  isLast ? stuck(reason, decisionOn(record.state)) : released(record);

const afterFailure = (record: TodoRecord, { failure, attempts }: EventOf<"failed">): TodoState => {
  const { failed, state } = record;
  if (failed < attempts) return released(record);
  return stuck({ code: "attempts-failed", attempts: failed, last: failure }, decisionOn(state));
};

/** In its review a head is refused that a person has pushed: that is no attempt of the agent's. */
const sentBack = (
  { asks, failed, state }: TodoRecord,
  { head, ask, isRestack = false }: EventOf<"refused">,
): Partial<TodoFacts> => {
  const kept = asks.filter(({ cause }) => cause !== "gate");
  // That it fails with what lands before it has been said.
  const isSaid = isRestack && kept.some(({ cause }) => cause === "landing");
  return {
    ...{ resume: head, cut: null, behind: undefined },
    asks: isSaid ? kept : [...kept, ask].slice(-maxRecordedAsks),
    failed: state.status === "review" || isRestack ? failed : failed + 1,
  };
};

const judged = (
  { asks, findings, ...record }: TodoRecord,
  { decision, judged, answer, ...review }: EventOf<"reviewed">,
): Partial<TodoFacts> => {
  const { commit, round, approved } = decision;
  const wishes = approved ? [] : asks.filter(({ cause }) => cause === "person");
  return {
    ...{ rounds: round, failed: 0, lost: 0, resume: null, head: commit },
    ...judged,
    asks: [...wishes, ...review.asks].slice(0, maxRecordedAsks),
    findings: track(findings, review.points, round),
    answers: answered(record, answer),
  };
};

/** What the agent said of its work, with the round that it is about. */
const answered = ({ answers, rounds }: Pick<TodoRecord, "answers" | "rounds">, said: string) => {
  const text = cut(said.trim(), 400);
  return [...answers, ...(text === "" ? [] : [{ round: rounds + 1, text }])].slice(-5);
};

const afterReview = (record: TodoRecord, { decision, rounds }: EventOf<"reviewed">): TodoState => {
  if (decision.approved) return { status: "approved", verdict: { ...decision, approved: true } };
  const dispute = disputeOf(record, rounds);
  return dispute ? stuck(dispute, decision) : { status: "changes", verdict: decision };
};
