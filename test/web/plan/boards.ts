import { type Board, boardOf } from "../../../src/core/board/board.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { BaseFault } from "../../../src/core/proof/fault.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { approved, milestoneOf, planWith, type Seen, seeing } from "../../core/scene.ts";

export const now = new Date("2026-11-22T08:00:00.000Z");
export const at = (minutes: number): string => new Date(now.getTime() + minutes * 60_000).toISOString();
const run = (step: "implement" | "review", usd: number) => ({
  ...{ step, account: "claude", milliseconds: 60_000, tokens: 1000, usd, assumedUsd: 0 },
});
export const lane = (how: "approved" | "refused", begun: number, more: object = {}) => ({
  ...{ claim: `${how}${begun}`, begun: at(begun), ended: at(begun + 5), round: 1, how },
  ...{ gates: [], ran: [run("implement", 1), run("review", 0.5)], ...more },
});

export const boardIn = (
  plan: Plan,
  seen: Readonly<Record<string, Seen>>,
  more: Partial<Snapshot> = {},
  fault?: BaseFault,
): Board =>
  boardOf({ ...desiredState(plan, seeing(plan, seen, more)), ...(fault ? { fault } : {}) }, { now });

export const plan = planWith({ a: [{ title: "First" }, { title: "Second" }] });
const landed = approved("1", {
  record: { lanes: [lane("refused", 0, { gates: ["size"], ran: [] }), lane("approved", 10)], lines: 12 },
  pull: { state: "merged" },
});
const blocked: Seen = {
  record: {
    status: "blocked",
    reason: { code: "agent-asks", said: "Which <b>currency</b>?" },
    claimed: "c".repeat(40),
  },
};
const fault: BaseFault = { stage: "verify", command: "npm test", lack: null, how: "exit code 1:\nno tests" };

export const trackingIssue = { number: 1, title: "", text: "", open: true, notPlanned: false, labels: [] };

const proof = { todos: 2, base: "b".repeat(40), tree: "7".repeat(40), isFlaky: false, isOutdated: false };
const closed = {
  milestone: milestoneOf(plan, false),
  tracking: { issue: trackingIssue, record: { ...newTracking("p", now), landed: proof } },
};

/** How nights end: with a closed milestone, with a todo that waits for a person, with a base that fails. */
export const nights = {
  closed: boardIn(plan, { "a-0": landed, "a-1": approved("2") }, closed),
  stuck: boardIn(plan, { "a-0": landed, "a-1": blocked }),
  failed: boardIn(plan, { "a-0": {}, "a-1": {} }, {}, fault),
};
