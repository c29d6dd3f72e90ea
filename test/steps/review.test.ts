import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Entry } from "../../src/core/lane/handoff.ts";
import { type Verdict, verdictSchema } from "../../src/core/verdict/verdict.ts";
import type { Checkout } from "../../src/steps/git-ports.ts";
import type { ReviewAnswer } from "../../src/steps/program-ports.ts";
import { type ReviewPorts, review } from "../../src/steps/review.ts";
import { folder } from "../agents/folder.ts";
import { planWith, sha } from "../core/scene.ts";
import { read } from "../gates/builders.ts";
import { nothingCarried } from "./nothing-carried.ts";

const head = sha("a");
const plan = planWith({ a: [{}] }, { rules: ["Be kind.", "Be brief"] });
const entry: Entry = {
  kind: "work",
  ...{ plan: "p", body: "a", todo: "a-0", order: "00a", issue: 1, branch: "p/00a-a-0", base: "main" },
  ...{
    baseSha: sha("1"),
    head,
    start: head,
    from: "review",
    round: 1,
    attempt: 1,
    fixes: [],
    pull: 2,
    reviewed: null,
  },
  ...{ granted: [], allowed: [], checked: true, worktree: "a", claim: sha("c"), agent: 0, reviewer: 0 },
};

const verdict = (more: object = {}): Verdict =>
  verdictSchema.parse({
    ...{ decision: "approve", summary: "Fine.", commit: head },
    compliance: ["R1", "R2"].map((rule) => ({ rule, ok: true })),
    ...more,
  });
const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, usd: 1, assumedUsd: 0 };
const ended = { ok: true, how: "exit code 0", interrupted: false, trouble: null, usage };
const gave = (one: Verdict): ReviewAnswer => ({
  ...ended,
  verdict: one,
  problem: "",
  given: JSON.stringify(one),
});
const broke = (problem: string, given: string): ReviewAnswer => ({ ...ended, verdict: null, problem, given });

/** What comes of a review whose reviewer answers so, one answer after the other. */
const reviewed = async (answers: readonly ReviewAnswer[], left?: object) => {
  await using at = await folder();
  if (left) await writeFile(join(at.dir, "review.json"), JSON.stringify(left));
  const asked: { kind: string; problem: string; given: string }[] = [];
  let next = 0;
  const ports: ReviewPorts = {
    plan,
    forge: { getIssue: async () => null },
    publisher: {
      fetch: async () => undefined,
      diff: async () => "",
      rangeDiff: async () => "",
      ...nothingCarried,
    },
    workshop: {
      checkOutForReview: async () => checkout,
      treeOf: async () => sha("e"),
      guard: async (_, work) => ({ result: await work(), unattributed: null }),
    },
    reviewer: async () => answers[next++] ?? broke("it has no more answers", ""),
    render: async (kind, { review }) => {
      asked.push({ kind, problem: review?.problem ?? "", given: review?.given ?? "" });
      return "";
    },
    command: async () => ended,
    handOff: at.dir,
    progress: () => undefined,
    clock: () => 0,
    pause: async () => undefined,
  };
  return { asked, result: await review(entry, head, ports) };
};

const checkout: Checkout = {
  ...{ path: "", commandsDir: "", isSetUp: true, earlier: null },
  clear: async () => undefined,
  provisioned: async () => undefined,
  sweep: async () => ({ lacks: null, removed: [] }),
  commit: async () => head,
  facts: async () => ({ ...read(), head }),
  coverage: async () => ({ kind: "missing", reason: "", fix: "" }),
  bundle: async () => undefined,
};

test("a verdict in its form is asked for once, and its rules are told in the plan's words", async () => {
  const { asked, result } = await reviewed([gave(verdict())]);
  expect(asked).toEqual([{ kind: "review", problem: "", given: "" }]);
  expect(result).toMatchObject({
    kind: "verdict",
    verdict: { compliance: [{ rule: "Be kind." }, { rule: "Be brief" }] },
  });
});

test.each<[string, ReviewAnswer, RegExp]>([
  [
    "leaves out a rule",
    gave(verdict({ compliance: [] })),
    /says nothing of R1, "Be kind\.".*R2, "Be brief"/s,
  ],
  ["names another commit", gave(verdict({ commit: sha("b") })), /"commit" is "0+b".*"0+a"/],
  ["is no JSON", broke("the reviewer's verdict is not JSON", "Fine."), /is not JSON/],
])("a verdict that %s is asked for again with what is wrong, and only that", async (_, wrong, problem) => {
  const { asked, result } = await reviewed([wrong, gave(verdict())]);
  expect(asked).toEqual([
    { kind: "review", problem: "", given: "" },
    { kind: "verdict", problem: expect.stringMatching(problem), given: wrong.given },
  ]);
  expect(result).toMatchObject({
    kind: "verdict",
    verdict: { decision: "approve" },
    costs: [{ usage: { usd: 2 } }],
  });
});

test("a reviewer that never finds the form is asked three times in all, and then it is said what is wrong", async () => {
  const wrong = gave(verdict({ compliance: [{ rule: "Be nice", ok: true }] }));
  const { asked, result } = await reviewed([wrong, wrong, wrong, gave(verdict())]);
  expect(asked.map(({ kind }) => kind)).toEqual(["review", "verdict", "verdict"]);
  expect(result).toMatchObject({
    kind: "unreadable",
    reason: expect.stringMatching(/R1, "Be kind\.".*"Be nice" in "compliance" is no rule/s),
    costs: [{ usage: { usd: 3 } }],
  });
});

test("a reviewer that fails when it is asked again has failed", async () => {
  const wrong = broke("no JSON", "");
  const { result } = await reviewed([wrong, { ...wrong, ok: false, how: "exit code 3" }]);
  expect(result).toMatchObject({ kind: "failed", reason: "the reviewer failed: exit code 3" });
});

test.each<[string, Verdict, number]>([
  ["is used again", verdict(), 0],
  ["without a rule that the plan has by now is asked for anew", verdict({ compliance: [] }), 1],
])("a verdict that an earlier lane left %s", async (_, left, asks) => {
  const costs = [{ bill: "review", usage, milliseconds: 1 }];
  const found = { kind: "verdict", head, round: 1, verdict: left, gates: [], costs };
  const { asked, result } = await reviewed([gave(verdict())], found);
  expect([asked.length, result.kind]).toEqual([asks, "verdict"]);
});
