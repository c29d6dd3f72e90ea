import { keyOf } from "../../../src/core/key.ts";
import type { Entry } from "../../../src/core/lane/handoff.ts";
import { eventOf, type LaneResult } from "../../../src/core/lane/settlement.ts";
import { newRecord, type TodoRecord } from "../../../src/core/todo/record.ts";
import { transition } from "../../../src/core/todo/transition.ts";
import { ruleKey } from "../../../src/core/verdict/rules.ts";
import { askOf, judge, verdictSchema } from "../../../src/core/verdict/verdict.ts";
import type { GateResult } from "../../../src/gates/result.ts";
import { told } from "../../gates/builders.ts";
import { planWith, sha } from "../scene.ts";
import { type Brief, inBrief, withBrief } from "../todo/brief.ts";

const plan = planWith({ a: [{}] }, { limits: { rounds: 2, attempts: 2 } });
const head = sha("a");

const identity = {
  ...{ plan: "p", todo: "a-0", body: "a", order: "00a", branch: "b", phase: 0 },
  ...{ needs: [], from: null },
};
const claim = { run: "run-1", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const held = (more: Brief = {}): TodoRecord =>
  withBrief(newRecord(identity), { status: "working", claim, claimed: sha("c"), ...more });

const now = new Date("2026-11-22T01:00:00.000Z");
const entry = { body: "a", from: "implement", agent: 0, reviewer: 0 } as Entry;

/** The todo after its lane. */
const settled = (record: TodoRecord, result: LaneResult, by = plan): TodoRecord =>
  transition(record, eventOf(result, record, { plan: by, entry, now }));

const reviewed = (given: object): Extract<LaneResult, { kind: "reviewed" }> => {
  const verdict = verdictSchema.parse({ summary: "So", commit: head, ...given });
  return {
    kind: "reviewed",
    head,
    verdict,
    judgement: judge(verdict, { head, rules: ["Be kind"] }),
    by: "reviewer",
    formal: true,
    gates: [],
    answer: "",
  };
};
const kind = [{ rule: "Be kind", ok: true }];
const approval = reviewed({ decision: "approve", compliance: kind });
const refusal = reviewed({ decision: "request_changes" });
const gates = [told("failed", "size", "too long")];
const ask = askOf({ cause: "review", title: "Fix it", body: "" });

test.each<[string, Brief, LaneResult, object]>([
  [
    "cut off before it wrote anything",
    {},
    { kind: "interrupted" },
    { status: "pending", lost: 1, failed: 0 },
  ],
  ["cut off in its review", { status: "review" }, { kind: "interrupted" }, { status: "review", lost: 1 }],
  ["cut off while it answered", { asks: [ask] }, { kind: "interrupted" }, { status: "changes", asks: [ask] }],
  [
    "beside a change that nobody can be named for",
    { failed: 1, lost: 2 },
    { kind: "unattributed", changes: ["branch main changed"], todos: ["a-0", "b-0"] },
    {
      status: "blocked",
      failed: 1,
      lost: 2,
      blocked: expect.stringMatching(
        /by a person.*those of a-0, b-0: branch main changed\..*\/milepost retry/,
      ),
    },
  ],
  ["failed", {}, { kind: "failed", reason: "exit code 1" }, { status: "pending", failed: 1, blocked: null }],
  [
    "failed in its review",
    { status: "review" },
    { kind: "failed", reason: "x" },
    { status: "review", failed: 1 },
  ],
  [
    "failed once too often",
    { failed: 1 },
    { kind: "failed", reason: "the reviewer failed: exit code 1" },
    { status: "blocked", failed: 2, blocked: "2 attempts failed; the reviewer failed: exit code 1" },
  ],
  [
    "changed nothing",
    {},
    { kind: "nothing", summary: "all there", wishes: [] },
    { status: "pending", failed: 1 },
  ],
  [
    "changed nothing after a review",
    { pull: 1, rounds: 1, asks: [ask], status: "working" },
    { kind: "nothing", summary: "It is\nright", wishes: [] },
    {
      ...{
        status: "blocked",
        failed: 0,
        rounds: 1,
        answers: [{ round: 2, text: "It is\nright" }],
        asks: [ask],
      },
      blocked: expect.stringMatching(
        /^the agent changed nothing, and it says "It is right"; asked for: "Fix it.*"; decide who is right$/,
      ),
    },
  ],
  [
    "changed nothing again",
    { failed: 1 },
    { kind: "nothing", summary: "", wishes: [] },
    { status: "blocked" },
  ],
  [
    "is blocked",
    {},
    { kind: "blocked", reason: "no key", wants: [] },
    { status: "blocked", blocked: "the agent asks for a person: no key" },
  ],
  [
    "wants what its body does not own",
    {},
    { kind: "blocked", reason: "", wants: ["a.ts", "b"] },
    {
      status: "blocked",
      blocked: "the agent asks for paths that its body does not own: a.ts, b",
      wants: ["a.ts", "b"],
    },
  ],
  [
    "was refused by a gate",
    {},
    { kind: "refused", head, gates },
    { status: "changes", resume: head, failed: 1 },
  ],
  ["was refused again", { failed: 1 }, { kind: "refused", head, gates }, { status: "blocked", resume: head }],
  ...(
    [
      ["for paths that a person may open", ["b.ts", "a b.ts"], ["b.ts", "a b.ts"]],
      ["for more of them than are offered", Array.from({ length: 11 }, (_, at) => `${at}`), []],
      ["for one that nobody can open", ["b*.ts"], []],
    ] as const
  ).map(([name, paths, wants]): [string, Brief, LaneResult, object] => [
    `was refused ${name}`,
    { failed: 1 },
    {
      ...{ kind: "refused", head },
      gates: [{ ...told("failed", "scope", "outside"), evidence: { of: "paths", paths } }],
    },
    { status: "blocked", wants },
  ]),
  [
    "was refused, and warned besides",
    { failed: 1 },
    {
      kind: "refused",
      head,
      gates: [...gates, told("warned", "gaming", "look")],
    },
    {
      blocked: "2 attempts failed; gates do not pass: size\nsize: too long",
      asks: [expect.objectContaining({ title: "Make the gates pass: size", body: "- **size**: too long" })],
    },
  ],
  [
    "was refused in its review, because of what a person pushed",
    { status: "review", failed: 1 },
    { kind: "refused", head, gates },
    { status: "changes", resume: head, failed: 1 },
  ],
  [
    "was refused for commits of others, which its agent cannot change",
    {},
    { kind: "refused", head, gates: [told("failed", "dco", "not signed off")] },
    { status: "blocked", failed: 0, blocked: expect.stringContaining("dco: not signed off") },
  ],
  [
    "cannot be read",
    { status: "review" },
    { kind: "unreadable", reason: "no\nJSON" },
    { status: "blocked", blocked: expect.stringMatching(/asked again: no JSON$/) },
  ],
  [
    "is approved",
    { failed: 1, lost: 4 },
    approval,
    { status: "approved", rounds: 1, failed: 0, lost: 0, asks: [] },
  ],
  ["is sent back", {}, refusal, { status: "changes", rounds: 1 }],
  ["is sent back in its last round", { rounds: 1 }, refusal, { status: "blocked", rounds: 2 }],
  ["is approved in its last round", { rounds: 1 }, approval, { status: "approved", blocked: null }],
])("a lane that %s", (_, before, result, after) => {
  expect(inBrief(settled(held(before), result))).toMatchObject({ claim: null, claimed: sha("c"), ...after });
});

test("gates that fail again replace what gates asked for before, and keep what the review asks", () => {
  const again = [told("failed", "scope", "not yours")];
  const first = settled(held({ asks: [ask] }), { kind: "refused", head, gates });
  const second = settled(held({ asks: first.asks }), { kind: "refused", head, gates: again });
  expect(second.asks.map(({ title }) => title)).toEqual(["Fix it", "Make the gates pass: scope"]);
});

test("what was judged at the head before its review is remembered with the verdict", () => {
  const took = { lines: 7, files: 1 };
  const passed: GateResult[] = [
    { ...told("passed", "size"), evidence: { of: "size", took, limits: took, files: [], parts: [] } },
    { ...told("passed", "verify"), evidence: { of: "commands", commands: ["npm test"] } },
  ];
  const before = held({ checked: { commit: sha("b"), gates: ["size"], ran: [] }, lines: 3 });
  expect(settled(before, { ...approval, gates: passed })).toMatchObject({
    checked: { commit: head, gates: ["size", "verify"], ran: [keyOf("npm test")] },
    lines: 7,
  });
  expect(settled(before, approval)).toMatchObject({ checked: before.checked, lines: 3 });
});

test("a verdict remembers those of the plan's rules that it confirms, and no others", () => {
  const compliance = ["Be kind", "Be kind", "Be brief"].map((rule) => ({ rule, ok: true }));
  expect(inBrief(settled(held(), reviewed({ decision: "approve", compliance }))).verdict?.rules).toEqual([
    ruleKey("Be kind"),
  ]);
});

test("what a person reads of a dispute is what was asked for, where it stands, and every answer", () => {
  const finding = (line: number) => ({
    path: "src/a.ts",
    line,
    body: `Off by ${line}\n${"x".repeat(400)}`,
    severity: "blocking",
  });
  const findings = [1, 2, 3, 4].map(finding);
  const { blocked } = inBrief(
    settled(held({ rounds: 1 }), reviewed({ decision: "request_changes", findings })),
  );
  expect(blocked).toMatch(
    /^2 rounds of review did not end in an approval; asked for: `src\/a\.ts:1`, "Off by 1 x/,
  );
  expect(blocked).toMatch(/; 1 more; decide who is right$/);
});

test.each<[string, object, RegExp]>([
  ["a rule that it breaks", { compliance: [{ rule: "R1", ok: false }] }, /"It breaks the rule: Be kind"/],
  [
    "why its approval does not count",
    { decision: "approve", compliance: [] },
    /"it does not confirm the rule: Be kind Fine\."/,
  ],
])("a review that says no more than that all is fine is told as %s", (_, verdict, objection) => {
  const given = reviewed({ decision: "request_changes", summary: "Fine.", ...verdict });
  const after = inBrief(settled(held({ rounds: 1 }), given));
  expect(after.blocked).toMatch(objection);
  expect(after.asks[0]?.title).toMatch(/Be kind/);
});

test("a finding that comes back is told in its own words", () => {
  const again = reviewed({ decision: "request_changes", summary: "This is no poem" });
  const long = planWith({ a: [{}] }, { limits: { rounds: 9 } });
  const three = [1, 2, 3].reduce(
    (record) => settled({ ...record, state: held().state }, again, long),
    held(),
  );
  expect(inBrief(three).blocked).toMatch(
    /the same change 3 rounds running; asked for: "This is no poem"; decide/,
  );
});
