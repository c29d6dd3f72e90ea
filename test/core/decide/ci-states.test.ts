import type { SeenCheck } from "../../../src/core/ci/seen.ts";
import type { CiState } from "../../../src/core/ci/state.ts";
import { ciChanges, ciTodos } from "../../../src/core/decide/ci.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import type { MergeWait } from "../../../src/core/todo/merge-wait.ts";
import { approved, ciLook, milestoneOf, planWith, type Seen, seeing, sha } from "../scene.ts";

const plan = planWith({ a: [{}, {}] }, { merge: "auto", ci: { minutes: 45 } });
const head = sha("1");
const failed: SeenCheck = {
  ...{ name: "test", standing: "failed", required: true },
  ...{ since: null, job: { id: 7, run: 1 }, said: "failure" },
};

interface Look {
  readonly wait?: MergeWait | null;
  readonly seen?: Seen;
  readonly headSeen?: string;
  readonly isBehind?: boolean;
}

const becomes = (
  state: CiState,
  { wait = null, seen = {}, headSeen = head, isBehind = false }: Look = {},
) => {
  const ci = ciLook({
    heads: new Map([["a-0", { head: headSeen, state, logs: new Map([[7, "it broke"]]), queue: null }]]),
    behind: new Set(isBehind ? ["a-0"] : []),
  });
  const snapshot = seeing(plan, {
    "a-0": approved("1", { ...seen, record: { mergeWait: wait, ...seen.record } }),
  });
  const { todos, changes } = ciChanges({ ...desiredState(plan, snapshot), ci });
  const [one] = todos;
  return { state: one?.record.state.status, wait: one?.record.mergeWait, asks: one?.record.asks, changes };
};

const declined: MergeWait = { code: "declined", said: "no", at: new Date(0).toISOString(), asked: false };
const hung: MergeWait = { code: "hung", checks: ["test"], minutes: 45 };

test.each<[string, CiState, Look, MergeWait | null]>([
  ["hang, and says for how long the plan waits", { kind: "hung", checks: ["test"] }, {}, hung],
  [
    "wait for a person to let them begin",
    { kind: "approval", url: "https://x/1" },
    {},
    { code: "approval", url: "https://x/1" },
  ],
  ["nobody may read", { kind: "unread", said: "403" }, {}, { code: "unread", said: "403" }],
  ["nothing runs", { kind: "not-run", checks: ["test"] }, {}, { code: "not-run", checks: ["test"] }],
  [
    "nothing runs while it is behind: that goes on by itself",
    { kind: "not-run", checks: ["test"] },
    { isBehind: true, wait: hung },
    null,
  ],
  [
    "nothing runs while it is shown on another branch",
    { kind: "not-run", checks: ["test"] },
    { seen: { pull: { base: "p/x" } } },
    null,
  ],
  ["hang while it is behind", { kind: "hung", checks: ["test"] }, { isBehind: true }, hung],
  ["are not over", { kind: "pending", checks: ["test"] }, { wait: hung }, null],
  ["have passed", { kind: "passed", checks: [] }, { wait: hung }, null],
  [
    "have passed, though the forge declined to merge",
    { kind: "passed", checks: [] },
    { wait: declined },
    declined,
  ],
  ["hang, whatever the forge said before", { kind: "hung", checks: ["test"] }, { wait: declined }, hung],
])("approved work waits as its checks say that %s", (_, state, look, wait) => {
  expect(becomes(state, look)).toMatchObject({ state: "approved", wait });
});

test.each<[string, CiState, Look, readonly string[]]>([
  ["of what is for them, once", { kind: "hung", checks: ["test"] }, {}, ["tell"]],
  ["of nothing that they were told", { kind: "hung", checks: ["test"] }, { wait: hung }, []],
  ["of nothing that goes on by itself", { kind: "passed", checks: [] }, { wait: hung }, []],
])("a person is told %s", (_, state, look, does) => {
  const { changes } = becomes(state, look);
  expect(changes.map(({ type }) => type)).toEqual(does);
  if (does.length > 0)
    expect(changes[0]).toMatchObject({
      name: "merge",
      issue: 1,
      todo: "a-0",
      why: "its merge waits for a person",
    });
});

test("checks that failed run again once, and what becomes of it where they cannot is known", () => {
  const { state, asks, changes } = becomes({ kind: "failed", checks: [failed], rerun: [1] });
  expect({ state, asks }).toEqual({ state: "approved", asks: [] });
  expect(changes).toMatchObject([
    {
      ...{ type: "rerun", todo: "a-0", pull: 1, runs: [1] },
      why: "checks of `00a` failed: their jobs run again, once",
      refused: { issue: { record: { state: { status: "changes" }, asks: [{ cause: "ci" }] } } },
    },
  ]);
});

test("what failed again goes to its agent", () => {
  const { state, asks, changes } = becomes({ kind: "failed", checks: [failed], rerun: [] });
  expect({ state, changes }).toEqual({ state: "changes", changes: [] });
  expect(asks).toMatchObject([{ cause: "ci", body: expect.stringMatching(/it broke/) }]);
});

test.each<[string, Look]>([
  ["of another head", { headSeen: sha("9") }],
  ["of work that a run holds", { seen: { claim: "live" } }],
  ["of work that nobody wants", { seen: { notPlanned: true } }],
  ["of work whose pull request is merged", { seen: { pull: { state: "merged" } } }],
])("checks say nothing %s", (_, look) => {
  expect(becomes({ kind: "failed", checks: [failed], rerun: [] }, look).changes).toEqual([]);
  expect(becomes({ kind: "failed", checks: [failed], rerun: [] }, look).asks).toEqual([]);
});

test("what it waited for is forgotten once it is approved no more, and kept while a run holds it", () => {
  const back: Seen = { open: true, record: { status: "changes" } };
  expect(becomes({ kind: "passed", checks: [] }, { wait: hung, seen: back }).wait).toBeNull();
  const held: Seen = { ...back, claim: "live" };
  expect(becomes({ kind: "passed", checks: [] }, { wait: hung, seen: held }).wait).toEqual(hung);
});

test.each<[string, Seen, boolean, readonly string[]]>([
  ["is approved and open", {}, true, ["a-0"]],
  ["nobody can merge any more: its milestone is closed", {}, false, []],
  ["is not approved", { open: true, record: { status: "changes" } }, true, []],
  ["a run holds", { claim: "live" }, true, []],
  ["nobody wants", { notPlanned: true }, true, []],
  ["is merged", { pull: { state: "merged" } }, true, []],
])("of checks is asked for work that %s", (_, seen, isOpen, expected) => {
  const snapshot = seeing(plan, { "a-0": approved("1", seen) }, { milestone: milestoneOf(plan, isOpen) });
  expect(ciTodos(desiredState(plan, snapshot)).map(({ todo }) => todo.id)).toEqual(expected);
});
