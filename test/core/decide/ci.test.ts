import type { CiLook, QueuePlace } from "../../../src/core/ci/look.ts";
import { noRules } from "../../../src/core/ci/rules.ts";
import type { SeenCheck } from "../../../src/core/ci/seen.ts";
import { ciChanges } from "../../../src/core/decide/ci.ts";
import { merges } from "../../../src/core/decide/merges.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import type { MergeWait } from "../../../src/core/todo/merge-wait.ts";
import { approved, ciLook, planWith, seeing, sha } from "../scene.ts";

const plan = planWith({ a: [{}] }, { merge: "auto" });
const head = sha("1");
const failed: SeenCheck = {
  ...{ name: "test", standing: "failed", required: true },
  ...{ since: null, job: { id: 7, run: 1 }, said: "failure" },
};

const lookWith = (queue: QueuePlace | null): CiLook =>
  ciLook({
    rules: { ...noRules, queue: true },
    heads: new Map([
      ["a-0", { head, state: { kind: "passed", checks: [] }, logs: new Map([[7, "it broke"]]), queue }],
    ]),
  });

/** What becomes of an approved todo: its state, what its merge waits for, what its agent is asked, what is done. */
const becomes = (mergeWait: MergeWait | null, queue: QueuePlace | null) => {
  const ci = lookWith(queue);
  const seen = seeing(plan, { "a-0": approved("1", { record: { mergeWait } }) });
  const { todos, changes } = ciChanges({ ...desiredState(plan, seen), ci });
  const [one] = todos;
  const all = [...changes, ...merges(todos, plan, { mayMerge: true, methods: null, ci }).changes];
  return {
    state: one?.record.state.status,
    wait: one?.record.mergeWait?.code ?? null,
    asks: one?.record.asks.map(({ cause, body }) => `${cause} ${body}`) ?? [],
    does: all.map(({ type }) => type),
  };
};

const queued = (times: number): MergeWait => ({ code: "queued", head, at: new Date(0).toISOString(), times });
const left = (said: string, checks: readonly SeenCheck[] = []): QueuePlace => ({
  ...{ kind: "left", said, failed: checks },
});
const still = { state: "approved", asks: [] };

test.each<[string, MergeWait | null, QueuePlace | null, object]>([
  ["was never in its queue is put in", null, null, { ...still, wait: null, does: ["merge"] }],
  ["is in it is left alone", queued(1), { kind: "in" }, { ...still, wait: "queued", does: [] }],
  [
    "failed there once is put in again",
    queued(1),
    left("failed_checks", [failed]),
    { ...still, wait: "queued", does: ["merge"] },
  ],
  [
    "failed there twice goes to its agent, with the end of the log",
    queued(2),
    left("failed_checks", [failed]),
    {
      ...{ state: "changes", wait: null, does: [] },
      asks: [expect.stringMatching(/^ci .*in the merge queue, merged into `main`.*"test".*it broke/s)],
    },
  ],
  [
    "conflicts there goes to its agent",
    queued(1),
    left("merge_conflict"),
    { state: "changes", wait: "queued", does: [], asks: [expect.stringMatching(/^conflict .*origin\/main/)] },
  ],
  [
    "a person took out of it is theirs",
    queued(1),
    left("manual"),
    { ...still, wait: "ejected", does: ["tell"] },
  ],
  [
    "they have been told of is not put in again",
    { code: "ejected", head, said: "manual" },
    null,
    { ...still, wait: "ejected", does: [] },
  ],
  [
    "they have put in again is left alone",
    { code: "ejected", head, said: "manual" },
    { kind: "in" },
    { ...still, wait: "ejected", does: [] },
  ],
])("approved work that %s", (_, wait, queue, expected) => {
  expect(becomes(wait, queue)).toEqual(expected);
});
