import { closed } from "../../verdict/findings.ts";
import { toldOf } from "../blocked.ts";
import type { PersonEvents } from "../event.ts";
import { pathGates, type Reason } from "../reasons.ts";
import { maxHeard, maxRecordedAsks, type TodoFacts, type TodoRecord } from "../record.ts";
import { decisionOn, type TodoState, type WantedStatus, wantedState, wantedStatuses } from "../state.ts";
import { from, move, type Rows, rested, takenBack, unjudged, wantedAgain } from "./row.ts";

const allBut = (one: WantedStatus): WantedStatus[] => wantedStatuses.filter((status) => status !== one);

/** What people make of a todo. None of these happens while a run holds it. */
export const personRows: Rows<PersonEvents> = {
  skipped: from(
    wantedStatuses,
    move("skipped", ({ state }, { why }) => ({ status: "skipped", why, before: wantedState(state) })),
  ),
  "closed-unapproved": {},
  reopened: {
    approved: move("review", unjudged),
    ...from(["skipped", "removed"], move(allBut("approved"), wantedAgain)),
  },
  withdrawn: { facts: (_, { asks, takenUp }) => ({ asks, takenUp }) },
  /** Such a round takes none from the limit, which guards against machines that go on for ever. */
  "asked-for-changes": {
    facts: ({ asks, rounds, forgiven, takenUp }, { asks: wishes, keys }) => ({
      ...fresh,
      rounds: rounds + 1,
      forgiven: forgiven + 1,
      asks: [...wishes, ...asks].slice(0, maxRecordedAsks),
      takenUp: [...takenUp, ...keys],
    }),
    ...from(wantedStatuses, move("changes", takenBack)),
  },
  "fixes-opened": {
    facts: ({ takenUp, state }, { keys }) => ({
      ...(state.status === "approved" || state.status === "blocked" ? fresh : {}),
      takenUp: [...takenUp, ...keys],
    }),
    ...from(["approved", "blocked"], move("changes", takenBack)),
  },
  approved: {
    facts: ({ rounds, forgiven, asks, findings, takenUp, pull }, { head, keys, ...event }) => ({
      ...{ ...fresh, resume: null, cut: null, head, pull: event.pull ?? pull },
      ...{ rounds: rounds + 1, forgiven: forgiven + 1 },
      asks: asks.filter(({ kind }) => kind === "todo"),
      findings: findings.map(closed),
      takenUp: [...takenUp, ...keys],
    }),
    ...from(
      wantedStatuses,
      move("approved", ({ rounds, rested }, { by, head }) => ({
        status: "approved",
        verdict: {
          ...{ commit: head, approved: true, round: rounds, rules: [], by, person: true },
          on: rested?.commit,
        },
      })),
    ),
  },
  "approval-restored": {
    changes: move(["approved", "changes"], ({ state }) => {
      const verdict = decisionOn(state);
      return verdict ? { status: "approved", verdict: { ...verdict, approved: true } } : state;
    }),
  },
  told: { facts: (record) => ({ told: { ...record.told, ...toldOf(record) } }) },
  paused: { facts: () => ({ paused: true }) },
  resumed: { facts: () => ({ paused: false }) },
  retried: {
    facts: (record) => (wantedState(record.state).status === "blocked" ? anew(record) : {}),
    blocked: move(["pending", "review", "changes"], (record) => unblocked(record)),
    skipped: move(allBut("blocked"), (record) => {
      const before = wantedState(record.state);
      return before.status === "blocked" ? unblocked({ ...record, state: before }) : before;
    }),
  },
  "given-rounds": {
    facts: (record, { rounds, limit }) => ({
      ...(isOutOfRounds(record, rounds) ? anew(record) : {}),
      forgiven: rounds - limit,
    }),
    blocked: move(["pending", "review", "changes", "blocked"], (record, { rounds }) =>
      isOutOfRounds(record, rounds) ? unblocked(record) : record.state,
    ),
  },
  granted: {
    facts: (record, { paths }) => ({
      ...grantedFacts(record),
      granted: [...new Set([...record.granted, ...paths])],
    }),
    blocked: move(["pending", "changes", "blocked"], (record) =>
      reasonOf(record)?.code === "paths-wanted" || failedGates(record).some(isOfPaths)
        ? rested(record)
        : record.state,
    ),
  },
  allowed: {
    facts: ({ allowed, ...record }, { findings }) => ({
      ...(isStoppedBySecrets(record) ? fresh : {}),
      allowed: [...new Set([...allowed, ...findings])],
    }),
    blocked: move(["pending", "changes", "blocked"], (record) =>
      isStoppedBySecrets(record) ? rested(record) : record.state,
    ),
  },
  "split-asked": {
    facts: ({ head }, { work }) => ({ ...fresh, cut: { work, onto: head ?? work, letters: 0, depth: null } }),
    ...from(["pending", "ready", "review", "changes", "blocked"], move("changes", takenBack)),
  },
  reassigned: { facts: (_, { body }) => ({ body, reassigned: body }) },
  heard: { facts: ({ heard }, { comment }) => ({ heard: [...heard, comment].slice(-maxHeard) }) },
};

/** Whether the secrets gate alone blocked it. */
const isStoppedBySecrets = (record: Pick<TodoRecord, "state">): boolean => {
  const gates = failedGates(record);
  return gates.length > 0 && gates.every((gate) => gate === "secrets");
};

/** The gates that blocked it. */
const failedGates = ({ state }: Pick<TodoRecord, "state">): readonly string[] => {
  if (state.status !== "blocked" || state.reason.code !== "attempts-failed") return [];
  const { last } = state.reason;
  return last.kind === "gates" ? last.gates : [];
};

const isOfPaths = (gate: string): boolean => pathGates.has(gate);

/** What is asked of it once paths are granted; what asks to put them back no longer is, where that is all that failed. */
const grantedFacts = (record: TodoRecord): Partial<TodoFacts> => {
  const gates = failedGates(record);
  if (!gates.some(isOfPaths)) return {};
  const isAll = gates.every(isOfPaths);
  return { ...fresh, asks: record.asks.filter(({ cause }) => !isAll || cause !== "gate") };
};

/** A round in which nothing has failed yet. */
const fresh = { failed: 0, lost: 0, excused: 0, declined: [] } satisfies Partial<TodoFacts>;

/** New attempts and rounds, and findings that count from here. */
const anew = (record: TodoRecord): Partial<TodoFacts> => ({
  ...fresh,
  ...(isApprovedAtHead(record) ? { asks: [] } : {}),
  forgiven: record.rounds,
  findings: record.findings.map((one) => ({ ...one, running: 0 })),
});

/** To its review, or to its agent; one that was approved is reviewed again, since a person says so. */
const unblocked = (record: TodoRecord): TodoState => {
  if (isApprovedAtHead(record)) return unjudged();
  return isReviewNext(record)
    ? { status: "review", claim: null, verdict: decisionOn(record.state) }
    : rested(record);
};

const isApprovedAtHead = ({ pull, head, state }: TodoRecord): boolean => {
  const verdict = decisionOn(state);
  return pull !== null && verdict?.approved === true && verdict.commit === head;
};

/** Nobody has reviewed its head, and its agent has done what was asked, or nothing is asked of it. */
const isReviewNext = ({ pull, head, resume, checked, state, asks }: TodoRecord): boolean => {
  const verdict = decisionOn(state);
  if (pull === null || (verdict !== null && verdict.commit === head)) return false;
  return asks.length === 0 || (resume === null && checked !== null && checked.commit === head);
};

/** Whether its rounds had blocked it, and these are more. */
const isOutOfRounds = (record: TodoRecord, rounds: number): boolean => {
  const code = reasonOf(record)?.code;
  const isWornOut = code === "same-finding" || code === "rounds-used-up" || code === "no-round-left";
  return isWornOut && record.rounds < rounds;
};

const reasonOf = ({ state }: TodoRecord): Reason | null => (state.status === "blocked" ? state.reason : null);
