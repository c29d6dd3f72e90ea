import type { Proposal, Report, Review } from "../../../src/core/lane/handoff.ts";
import { type LaneLeft, type LaneWork, laneWork } from "../../../src/core/lane/work.ts";
import { sha } from "../scene.ts";

const cost = (bill: string) => ({ bill, usage: null, milliseconds: 1 });
const report = (outcome: Report["outcome"], more: Partial<Report> = {}): Report => ({
  ...{ round: 1, fixes: [], outcome, summary: "so", start: sha("1"), head: sha("a"), tree: null },
  ...{ gates: [], wants: [], costs: [cost("implement")], ...more },
});
const review = (kind: "failed" | "unreadable", more: Partial<Review> = {}): Review =>
  ({
    ...{ kind, head: sha("a"), reason: "no", costs: [cost("review")], ...more },
  }) as Review;
const changed = { changes: ["a.txt"], todos: ["a-0"] };
const refused: Proposal = { kind: "refused", work: sha("a"), head: sha("a"), gates: [] };
const none: LaneLeft = { report: null, proposal: null, review: null, broken: null, interrupted: false };

test.each<[string, Partial<LaneLeft>, LaneWork["kind"]]>([
  ["nothing, and no word of why", {}, "unreviewed"],
  ["nothing, since it was cut off", { interrupted: true }, "cut-off"],
  ["nothing, since a step broke off", { broken: "it broke" }, "broken"],
  [
    "nothing, since a step broke off when it was cut off",
    { broken: "it broke", interrupted: true },
    "cut-off",
  ],
  ["work that is done, and no proposal", { report: report("done") }, "unreviewed"],
  ["work that is done, and propose broke off", { report: report("done"), broken: "it broke" }, "broken"],
  ["work that propose refused", { report: report("done"), proposal: refused }, "refused"],
  ["an agent that asks", { report: report("blocked") }, "blocked"],
  ["an agent that changed nothing", { report: report("nothing-to-do") }, "unchanged"],
  ["an agent that failed", { report: report("failed") }, "failed"],
  ["an agent that was cut off", { report: report("interrupted") }, "cut-off"],
  [
    "an agent whose work nobody judged, and a step that broke off",
    { report: report("unjudged"), broken: "it broke" },
    "cut-off",
  ],
  ["a review", { review: review("failed") }, "reviewed"],
  [
    "a review of work, whatever broke off after it",
    { report: report("done"), review: review("unreadable"), broken: "it broke" },
    "reviewed",
  ],
  ["a review that failed since it was cut off", { review: review("failed"), interrupted: true }, "cut-off"],
  ["a review that was ended for want of money", { review: review("failed", { cutOff: true }) }, "cut-off"],
  ["an answer before it was cut off", { review: review("unreadable"), interrupted: true }, "reviewed"],
  [
    "an agent beside whom the repository changed",
    { report: report("failed", { unattributed: changed }), interrupted: true },
    "unattributed",
  ],
  [
    "a reviewer beside whom the repository changed",
    { review: review("failed", { unattributed: changed }) },
    "unattributed",
  ],
])("a lane that left %s", (_, left, kind) => {
  expect(laneWork({ ...none, ...left }).kind).toBe(kind);
});

test("whatever became of a lane, all its bills are handed on", () => {
  const left = { ...none, report: report("done"), review: review("failed"), interrupted: true };
  expect(laneWork(left)).toEqual({
    ...{ kind: "cut-off", costs: [cost("implement"), cost("review")], served: ["agent"] },
  });
  expect(laneWork({ ...none, broken: "it broke" })).toEqual({
    kind: "broken",
    reason: "it broke",
    costs: [],
    served: [],
  });
});

test("a review is handed on with what the agent said of its work", () => {
  expect(laneWork({ ...none, report: report("done"), review: review("failed") })).toMatchObject({
    answer: "so",
  });
  expect(laneWork({ ...none, review: review("failed") })).toMatchObject({ answer: "" });
});
