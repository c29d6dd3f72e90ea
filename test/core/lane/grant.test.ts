import { gateRules } from "../../../src/core/lane/assignment.ts";
import { grant } from "../../../src/core/lane/grant.ts";
import { questionText } from "../../../src/core/lane/question.ts";
import { newRecord } from "../../../src/core/todo/record.ts";
import { transition } from "../../../src/core/todo/transition.ts";
import { scope } from "../../../src/gates/scope.ts";
import { change, file } from "../../gates/builders.ts";
import { planWith } from "../scene.ts";
import { type Brief, inBrief, withBrief } from "../todo/brief.ts";

const identity = {
  plan: "p",
  todo: "a-0",
  body: "a",
  order: "00a",
  branch: "b",
  phase: 0,
  needs: [],
  from: null,
};
const paths = ["lib/a.ts", "lib/b"];
const waits: Brief = { status: "blocked", reason: { code: "paths-wanted", paths } };
const record = (more: Brief = {}) => withBrief(newRecord(identity), { ...waits, ...more });
const untold: Brief = { reason: { code: "untold", said: "x" } };

test.each<[string, Brief, string[] | undefined, object]>([
  [
    "what was asked for",
    {},
    undefined,
    { status: "pending", blocked: null, granted: ["lib/a.ts", "lib/b"], wants: [] },
  ],
  ["a folder, as globs are written", untold, ["lib/**", "x/"], { granted: ["lib", "x"] }],
  ["one path of it", {}, ["lib/b/"], { status: "pending", granted: ["lib/b"], wants: [] }],
  ["more than before", { granted: ["x"], rounds: 1 }, ["x", "y"], { status: "changes", granted: ["x", "y"] }],
  [
    "something unasked, to a todo under way",
    { status: "review" },
    ["x"],
    { status: "review", granted: ["x"] },
  ],
  [
    "something unasked, to a todo blocked for another reason",
    untold,
    ["x"],
    { status: "blocked", granted: ["x"] },
  ],
])("a person grants %s", (_, more, paths, expected) => {
  const before = record(more);
  const event = grant(before, paths === undefined ? { by: "ada" } : { by: "ada", paths });
  expect(inBrief(transition(before, event))).toMatchObject(expected);
});

test.each<[string, Brief, string[] | undefined, string]>([
  ["nothing, where nothing was asked for", untold, undefined, "has asked for no paths"],
  ["a path out of the repository", {}, ["../x"], "cannot be granted: ../x"],
  ["what would open nothing", {}, ["src/*.ts"], "cannot be granted: src/*.ts"],
  ["more than 50 paths", {}, Array.from({ length: 51 }, (_, at) => `f${at}`), "cannot be granted: f0"],
])("nobody grants %s", (_, more, paths, message) => {
  const asked = paths === undefined ? { by: "ada" } : { by: "ada", paths };
  expect(() => grant(record(more), asked)).toThrow(message);
});

test("what was granted is inside the scope of this todo", () => {
  const plan = planWith({ a: [{}] });
  const rules = (granted: readonly string[]) =>
    gateRules(plan, { owns: ["src/**"] }, { granted: [...granted], allowed: [] });
  const facts = change(file("lib/b/deep.ts"));
  expect(scope.check(facts, rules([])).kind).toBe("failed");
  expect(scope.check(facts, rules(grant(record(), { by: "ada" }).paths)).kind).toBe("passed");
});

test("the question names the paths and mentions nobody", () => {
  const text = questionText("money", { wants: ["lib/a.ts"], summary: "Ask @ada\n<img>" });
  expect(text).toContain("- `lib/a.ts`");
  expect(text).toContain("\n\n    Ask @\u200bada\n    <img>\n\n");
  expect(text).toContain("`/milepost`: `grant`");
});
