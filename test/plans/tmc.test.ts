import { readFileSync } from "node:fs";
import { loadPlan } from "../../src/core/plan/load.ts";
import { todosOf } from "../../src/core/plan/plan.ts";

const file = "plans/tmc.yml";
const result = loadPlan(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"), file);
if (!result.ok) throw new Error(`${file} is broken`);
const { plan } = result;

test("it has eight bodies with 24 todos and nothing to warn of", () => {
  expect(plan.bodies.map(({ todos }) => todos.length)).toEqual([2, 2, 5, 2, 2, 2, 2, 7]);
  expect(result.warnings).toEqual([]);
});

test.each([
  ["controller-patterns", "00a-architectural-fixes"],
  ["workspace-isolation", "00b-workspace-isolation"],
  ["feature-flags", "00c-feature-flags"],
  ["virtual-workspace", "01a-virtual-workspace"],
  ["security-migration", "01b-security-foundation"],
  ["apiexport-split", "02a-core-apis"],
  ["apiexport-split", "02b-advanced-apis"],
  ["apiexport-split", "02c-monitoring-apis"],
  ["apiexport-split", "02d-controller-integration"],
])("%s works on feature/tmc2-impl2/%s", (body, name) => {
  const branch = `feature/tmc2-impl2/${name}`;
  expect(todosOf(plan).find((todo) => todo.branch === branch)).toMatchObject({ body });
});

test("the eighth body comes after all others, in phases 2 to 5, with orders from 03", () => {
  const last = plan.bodies.at(-1);
  expect(last?.after).toEqual(plan.bodies.slice(0, -1).map(({ id }) => id));
  expect(last?.todos.map(({ phase }) => phase)).toEqual([2, 3, 3, 4, 4, 5, 5]);
  expect(last?.todos.map(({ order }) => order)).toEqual(["03a", "04a", "04b", "05a", "05b", "06a", "06b"]);
});

test("testing follow-ups go to the seventh body", () => {
  expect(plan.bodies.filter(({ accepts }) => accepts.includes("testing")).map(({ id }) => id)).toEqual([
    "testing-integration",
  ]);
});

test("the limits, and the worktrees' names", () => {
  expect(plan.limits).toMatchObject({ lines: 700, coverage: 60 });
  expect(plan.parallel).toBe(8);
  expect(plan.bodies.map(({ worktree }) => worktree)).toEqual([
    "03a-foundation",
    "03b-binary-manager",
    "02-apiexport-split",
    "01-virtual-workspace",
    "01-security-foundation",
    "02-feature-flags",
    "testing-integration",
    "main",
  ]);
});

test("it asks for signatures, a sandbox, and the codebase's own checks with Go's coverage", () => {
  expect(plan).toMatchObject({
    ...{ signing: "gpg", sandbox: "required", verify: ["make build", "make lint", "make test"] },
    coverage: { reports: ["coverage.txt"] },
  });
});
