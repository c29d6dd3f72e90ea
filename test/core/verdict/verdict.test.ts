import { judge, maxAsks, type Verdict, verdictSchema } from "../../../src/core/verdict/verdict.ts";
import { sha } from "../scene.ts";

const head = sha("a");
const rules = ["Be kind", "Be brief"];
const confirmed = rules.map((rule) => ({ rule, ok: true }));
const finding = { path: "a.ts", line: 3, body: "No\nmore", severity: "blocking" };

const given = (verdict: object): Verdict =>
  verdictSchema.parse({
    decision: "approve",
    summary: "Good",
    commit: head,
    compliance: confirmed,
    ...verdict,
  });

test.each<[string, object]>([
  ["confirms every rule", {}],
  ["names the right commit", { commit: head }],
  ["only notes something", { findings: [{ ...finding, severity: "note" }] }],
  [
    "confirms the rules in another layout",
    { compliance: confirmed.map((one) => ({ ...one, rule: ` ${one.rule.replace(" ", "\n  ")}\n` })) },
  ],
  ["confirms the rules by their ids", { compliance: ["R1", "R2"].map((rule) => ({ rule, ok: true })) }],
  ["asks for a new todo", { followUps: [{ kind: "todo", title: "Test it" }] }],
])("an approval that %s counts", (_, verdict) => {
  expect(judge(given(verdict), { head, rules })).toMatchObject({ approved: true, objections: [] });
});

test.each<[string, object, string]>([
  ["was written for another commit", { commit: sha("b") }, "it was written for commit 0000000000"],
  ["names no commit", { commit: undefined }, "it names no commit"],
  [
    "calls broken what is no rule",
    { compliance: [...confirmed, { rule: "Be honest", ok: false }] },
    "it calls broken what is no rule: Be honest",
  ],
  ["has a blocking finding", { findings: [finding] }, "a blocking finding at a.ts:3"],
  ["asks for a fix", { followUps: [{ kind: "fix", title: "Fix it" }] }, "it asks for a fix: Fix it"],
  ["leaves out a rule", { compliance: confirmed.slice(1) }, "it does not confirm the rule: Be kind"],
  ["denies a rule", { compliance: [{ rule: "Be kind", ok: false }, ...confirmed] }, "the rule: Be kind"],
])("an approval that %s does not count, and sends the todo back", (_, verdict, objection) => {
  const judgement = judge(given(verdict), { head, rules });
  expect(judgement.approved).toBe(false);
  expect(judgement.objections.join()).toContain(objection);
  expect(judgement.asks.filter(({ kind }) => kind === "fix")).toHaveLength(1);
});

test("a request for changes asks for its findings and fixes, and for its summary when there are none", () => {
  const asked = (verdict: object) =>
    judge(given({ decision: "request_changes", ...verdict }), { head, rules }).asks.map(({ title }) => title);
  expect(asked({ findings: [finding] })).toEqual(["No"]);
  expect(asked({ findings: [finding, finding], followUps: [{ kind: "fix", title: "Fix it" }] })).toEqual([
    "Fix 2 findings of the review",
    "Fix it",
  ]);
  expect(asked({ summary: "Not yet" })).toEqual(["Not yet"]);
  expect(asked({ summary: "  " })).toEqual(["Address the review"]);
});

test("the same ask has the same key in every round, and is asked for once", () => {
  const followUps = [1, 2].map(() => ({ kind: "fix", title: "Fix it", body: "Now" }));
  const [first, ...more] = judge(given({ followUps }), { head, rules }).asks;
  expect(more).toEqual([]);
  expect(judge(given({ summary: "Still", followUps }), { head, rules }).asks).toEqual([first]);
});

test("a flood of asks is folded into the last one", () => {
  const followUps = Array.from({ length: 40 }, (_, at) => ({ kind: "fix", title: `Fix ${at}` }));
  const { asks } = judge(given({ followUps }), { head, rules });
  expect(asks).toHaveLength(maxAsks);
  expect(asks.at(-1)).toMatchObject({ kind: "fix", title: "Address 31 more points" });
});
