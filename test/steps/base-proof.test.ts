import type { BaseFault } from "../../src/core/proof/fault.ts";
import { commandsKey } from "../../src/core/proof/key.ts";
import { newTracking, type TrackingRecord } from "../../src/core/snapshot/record.ts";
import { desiredState } from "../../src/core/todo/desired-state.ts";
import { provenBase } from "../../src/steps/base-proof.ts";
import type { Proof } from "../../src/steps/ports.ts";
import { planWith, seeing } from "../core/scene.ts";

const plan = planWith({ a: [{}] }, { verify: ["npm test"] });
const at = "2026-11-30T01:00:00Z";
const failed = (stage: BaseFault["stage"]): Proof => ({
  ...{ kind: "failed", at },
  fault: { stage, command: "npm test", lack: null, how: "exit code 1" },
});

const asked = async (
  proof: Proof | null,
  { now = at, record = {} }: { now?: string; record?: Partial<TrackingRecord> },
): Promise<string> => {
  const check = provenBase({
    plan,
    forge: { getBranch: async () => ({ sha: "a".repeat(40) }) },
    proofs: { find: async () => proof, keep: async () => undefined, refs: async () => [] },
    treeOf: async () => "t",
    now: () => new Date(now),
  });
  const issue = { number: 1, title: "", text: "", open: true, notPlanned: false, labels: [] };
  const tracking = { issue, record: { ...newTracking(plan.id, new Date(at)), ...record } };
  return (await check(desiredState(plan, seeing(plan, {}, { tracking })))).kind;
};

test.each<[string, Proof | null, { now?: string; record?: Partial<TrackingRecord> }, string]>([
  ["nothing is known", null, {}, "unproven"],
  ["it passed", { kind: "passed", commit: "a".repeat(40) }, {}, "passed"],
  ["it failed a day ago", failed("verify"), { now: "2026-12-01T01:00:00Z" }, "failed"],
  ["a person asked since", failed("verify"), { record: { retriedAt: "2026-11-30T01:00:01Z" } }, "unproven"],
  ["a person asked before", failed("verify"), { record: { retriedAt: "2026-11-30T00:59:59Z" } }, "failed"],
  ["the machine was short of something just now", failed("machine"), {}, "failed"],
  ["it was so an hour ago", failed("machine"), { now: "2026-11-30T02:00:00Z" }, "unproven"],
  ["these commands passed before", null, { record: { proven: commandsKey(plan, "runner") } }, "passed"],
  ["others did", null, { record: { proven: "others" } }, "unproven"],
])("of a base that a lane of its own proves: %s", async (_, proof, at, known) => {
  expect(await asked(proof, at)).toBe(known);
});
