import { gateRules } from "../../../src/core/lane/assignment.ts";
import { grant } from "../../../src/core/lane/grant.ts";
import { questionText } from "../../../src/core/lane/question.ts";
import { newRecord, type TodoRecord } from "../../../src/core/snapshot/record.ts";
import { scope } from "../../../src/gates/scope.ts";
import { change, file } from "../../gates/builders.ts";
import { planWith } from "../scene.ts";

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
const waiting: TodoRecord = {
  ...newRecord(identity),
  status: "blocked",
  blocked: "the agent asks for paths",
  wants: ["lib/a.ts", "lib/b"],
};

test.each<[string, Partial<TodoRecord>, string[] | undefined, Partial<TodoRecord>]>([
  [
    "what was asked for",
    {},
    undefined,
    { status: "pending", blocked: null, granted: ["lib/a.ts", "lib/b"], wants: [] },
  ],
  ["a folder, as globs are written", { wants: [] }, ["lib/**", "x/"], { granted: ["lib", "x"] }],
  ["one path of it", {}, ["lib/b/"], { status: "pending", granted: ["lib/b"], wants: [] }],
  ["more than before", { granted: ["x"], rounds: 1 }, ["x", "y"], { status: "changes", granted: ["x", "y"] }],
  [
    "something unasked, to a todo under way",
    { status: "review", blocked: null, wants: [] },
    ["x"],
    { status: "review", granted: ["x"] },
  ],
  [
    "something unasked, to a todo blocked for another reason",
    { wants: [] },
    ["x"],
    { status: "blocked", granted: ["x"] },
  ],
])("a person grants %s", (_, record, paths, expected) => {
  expect(grant({ ...waiting, ...record }, paths)).toMatchObject(expected);
});

test.each<[string, Partial<TodoRecord>, string[] | undefined, string]>([
  ["nothing, where nothing was asked for", { wants: [] }, undefined, "has asked for no paths"],
  ["a path out of the repository", {}, ["../x"], "cannot be granted: ../x"],
  ["what would open nothing", {}, ["src/*.ts"], "cannot be granted: src/*.ts"],
  ["more than 50 paths", {}, Array.from({ length: 51 }, (_, at) => `f${at}`), "cannot be granted: f0"],
])("nobody grants %s", (_, record, paths, message) => {
  expect(() => grant({ ...waiting, ...record }, paths)).toThrow(message);
});

test("what was granted is inside the scope of this todo", () => {
  const plan = planWith({ a: [{}] });
  const rules = (record: TodoRecord) => gateRules(plan, { owns: ["src/**"] }, record.granted);
  const facts = change(file("lib/b/deep.ts"));
  expect(scope.check(facts, rules(waiting)).ok).toBe(false);
  expect(scope.check(facts, rules(grant(waiting))).ok).toBe(true);
});

test("the question names the paths and mentions nobody", () => {
  const text = questionText("money", { wants: ["lib/a.ts"], summary: "Ask @ada\n<img>" });
  expect(text).toContain("- `lib/a.ts`");
  expect(text).toContain("\n\n    Ask @ada\n    <img>\n\n");
  expect(text).toContain("`/milepost`: `grant`");
});
