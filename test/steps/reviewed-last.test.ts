import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../../src/core/error.ts";
import type { Entry } from "../../src/core/lane/handoff.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import type { Checkout } from "../../src/steps/git-ports.ts";
import type { ReviewTask } from "../../src/steps/program-ports.ts";
import { review } from "../../src/steps/review.ts";
import { planWith, sha } from "../core/scene.ts";
import { memory } from "../folders.ts";
import { read } from "../gates/builders.ts";
import { nothingCarried } from "./nothing-carried.ts";

const plan = planWith({ a: [{}] });
const [todo] = plan.bodies.flatMap(({ todos }) => todos);
if (!todo) throw new Error("the plan has no todo");
const { id, body, order, branch, phase } = todo;
const [base, head, last, claim] = [sha("1"), sha("2"), sha("3"), sha("4")];

const entry: Entry = {
  kind: "work",
  ...{
    plan: plan.id,
    body,
    todo: id,
    order,
    issue: 1,
    branch,
    base: "main",
    baseSha: base,
    head,
    start: head,
  },
  ...{
    from: "review",
    round: 2,
    attempt: 1,
    fixes: [],
    pull: 2,
    reviewed: null,
    granted: [],
    allowed: [],
    checked: true,
  },
  ...{ worktree: "a", claim, agent: 0, reviewer: 0 },
};

const record = {
  ...newRecord({ plan: plan.id, todo: id, body, order, branch, phase, needs: [], from: null }),
  state: {
    status: "review" as const,
    claim: null,
    verdict: { commit: last, approved: false, round: 1, rules: [], by: "reviewer", person: false },
  },
};

const issue = { number: 1, title: "A", text: "", open: true, notPlanned: false, labels: [] };
const ended = { ok: true, how: "exit code 0", interrupted: false, trouble: null };

const checkout = {
  path: "",
  facts: async () => ({ ...read(), head }),
} as Partial<Checkout> as Checkout;

test.each([
  { what: "is there", isKept: true },
  { what: "is gone from the forge", isKept: false },
])(
  "the head that was reviewed last $what: the reviewer reads what is new since then, else the whole diff alone",
  async ({ isKept }) => {
    const dir = await mkdtemp(join(memory, "milepost-review-"));
    const asked: ReviewTask[] = [];
    const given = await review(entry, head, {
      ...{
        plan,
        handOff: join(dir, "gone"),
        progress: () => undefined,
        pause: async () => undefined,
        clock: () => 0,
      },
      forge: { getIssue: async () => ({ id: "1", issue, record }) },
      publisher: {
        rangeDiff: async () => "",
        fetch: async (wanted) => {
          if (wanted.includes(last) && !isKept) throw new MilepostError(`not our ref ${last}`);
        },
        diff: async (from) => `from ${from}`,
        ...nothingCarried,
      },
      workshop: {
        checkOutForReview: async () => checkout,
        treeOf: async () => head,
        guard: async (_, work) => ({ result: await work(), unattributed: null }),
      },
      command: async () => ended,
      render: async () => "",
      reviewer: async (_, task) => {
        asked.push(task);
        const verdict = {
          decision: "approve" as const,
          summary: "",
          commit: head,
          compliance: [],
          findings: [],
          followUps: [],
        };
        return { ...ended, usage: null, problem: "", given: "", verdict };
      },
    });
    expect(given.kind).toBe("verdict");
    expect(asked.map(({ since }) => since !== null)).toEqual([isKept]);
    await rm(dir, { recursive: true, force: true });
  },
);
