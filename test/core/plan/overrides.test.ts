import { loadPlan } from "../../../src/core/plan/load.ts";
import { withOverrides } from "../../../src/core/plan/overrides.ts";

const text = `version: 1
plan: p
title: P
signing: gpg
verify: [make test]
coverage: { report: coverage.txt }
bodies: [{ body: a, todos: [{ todo: one, title: One }] }]
`;

const loaded = (...overrides: string[]) => loadPlan(withOverrides(text, overrides), "p.yml");

test("what the command line sets counts instead of the file's, in mappings, too, and nothing takes a key out", () => {
  const set = ["signing=none", "verify=[]", "limits.lines=300", "coverage=", "merge=auto"];
  expect(loaded(...set)).toMatchObject({
    ok: true,
    plan: { signing: "none", verify: [], coverage: null, merge: "auto", limits: { lines: 300 } },
  });
});

test("a key or a value that the plan does not know is a problem as in the file", () => {
  const problems = ["signing=maybe", "singing=none"].map((one) => loaded(one));
  expect(problems.map(({ ok }) => ok)).toEqual([false, false]);
});

test.each(["signing", "=none", "a b=1", "verify=["])("%s sets nothing", (override) => {
  expect(() => withOverrides(text, [override])).toThrow(`--set ${override} sets nothing`);
});
