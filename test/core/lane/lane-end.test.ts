import { nothingSpent } from "../../../src/core/cost/ledger.ts";
import type { Entry } from "../../../src/core/lane/handoff.ts";
import { pastLaneOf } from "../../../src/core/lane/lane-end.ts";
import { laneName, maxPastLanes } from "../../../src/core/lane/past-lane.ts";
import type { LaneResult } from "../../../src/core/lane/settlement.ts";
import { newRecord } from "../../../src/core/todo/record.ts";
import { transition } from "../../../src/core/todo/transition.ts";
import { told } from "../../gates/builders.ts";
import { planWith, sha } from "../scene.ts";
import { withBrief } from "../todo/brief.ts";

const program = { use: "claude" as const };
const plan = planWith({ a: [{}] }, { agent: program, reviewer: { ...program, account: "second" } });
const identity = {
  ...{ plan: "p", todo: "a-0", body: "a", order: "00a", branch: "b", phase: 0 },
  ...{ needs: [], from: null },
};
const claim = { run: "run-1", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const held = withBrief(newRecord(identity), { status: "working", claim });
const entry = { body: "a", round: 2, claim: claim.sha, agent: 0, reviewer: 0 } as Entry;
const now = new Date("2026-11-22T01:00:00.000Z");
const usage = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5, usd: 1, assumedUsd: 0 };
const bill = (name: string, step: "fix" | "review") => ({ bill: name, usage, milliseconds: 1000, step });
const own = `implement ${laneName(claim.sha)} 1`;

test("a record remembers of a lane when it was, how it ended, and what each step took on which account", () => {
  const result: LaneResult = {
    ...{ kind: "refused", head: sha("a") },
    gates: [told("failed", "size", "too long"), told("passed", "dco", "signed")],
  };
  const costs = [
    bill(own, "fix"),
    bill("implement earlier 2", "fix"),
    bill("3", "review"),
    bill("old", "fix"),
  ];
  const record = { ...held, booked: ["old", own] };
  expect(pastLaneOf(record, { plan, entry, result, costs, now })).toEqual({
    ...{ claim: laneName(claim.sha), begun: claim.at, ended: now.toISOString(), round: 2, how: "refused" },
    gates: ["size"],
    ran: [
      { step: "fix", account: "claude", milliseconds: 2000, tokens: 30, usd: 2, assumedUsd: 0 },
      { step: "review", account: "claude (second)", milliseconds: 1000, tokens: 15, usd: 1, assumedUsd: 0 },
    ],
  });
});

test("a lane that nobody settled is remembered without an end, and of many lanes the latest", () => {
  const lost = transition(held, { type: "lost", run: "run-1", claim: "failed" });
  expect(lost.lanes).toEqual([
    { claim: laneName(claim.sha), begun: claim.at, ended: null, round: 1, how: "lost", gates: [], ran: [] },
  ]);
  const names = Array.from({ length: maxPastLanes + 2 }, (_, at) => `lane ${at}`);
  const many = names.reduce((record, name) => {
    const result: LaneResult = { kind: "interrupted" };
    const lane = pastLaneOf(record, { plan, entry: { ...entry, claim: name }, result, costs: [], now });
    return transition(record, { type: "lane-ended", lane });
  }, lost);
  expect(many.lanes.map(({ claim: name }) => name)).toEqual(names.slice(2));
  expect(many.spent).toEqual(nothingSpent);
});
