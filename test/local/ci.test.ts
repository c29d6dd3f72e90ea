import { waits } from "../forge/runner.ts";
import { at, branchOf, changesIn, ended, openPlace } from "./place.ts";
import { checksRule, queueRule, setRules, workflowFor } from "./rules.ts";

/** The repository's own CI: two jobs on each pull request. */
const workflow = `name: Build
on: { pull_request: }
jobs:
  lint: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
  test: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
`;

/** So that whoever reads it knows what the scan hides. */
const secret = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;

test("what the repository's own CI says is waited for: a flake costs one run again, and what stays red goes to its agent", async () => {
  const heads: string[] = [];
  await using place = await openPlace(
    {
      test: (order, { log }) => {
        const branch = branchOf(order);
        heads.push(branch);
        const times = heads.filter((one) => one === branch).length;
        log({ step: 1, text: `\u001b[31mexpected 1 to be 2\u001b[0m` });
        log({ step: 1, text: `the token was ${secret}` });
        log({ step: 1, text: "##[error]Process completed with exit code 1." });
        const isRed = branch === "t/00a-a1" ? times === 1 : branch === "t/00b-b1" && times <= 2;
        return ended(isRed ? "failure" : "success");
      },
    },
    { workflow },
  );
  const ran = await place.run(
    `merge: auto
parallel: 2
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
`,
  );
  expect([ran.code, ran.stderr, ran.result.milestone?.state]).toEqual([0, "", "closed"]);
  expect(ran.result.followUps).toEqual({ opened: 1, open: 0 });
  expect(changesIn(ran, "rerun").sort()).toEqual([
    "a1: checks of `00a` failed: their jobs run again, once",
    "b1: checks of `00b` failed: their jobs run again, once",
  ]);
  // The flake twice, and the other at its two heads; each merge brings nothing more to run.
  expect(heads.filter((one) => one === "t/00a-a1")).toHaveLength(2);
  expect(heads.filter((one) => one === "t/00b-b1").length).toBeGreaterThanOrEqual(3);
  const { data } = await place.rest.issues.listForRepo({ ...at, state: "closed", per_page: 100 });
  const fix = data.find(({ title }) => title.startsWith("Make the checks pass"));
  expect(fix?.title).toBe('Make the checks pass: "test"');
  expect(fix?.body).toContain("    expected 1 to be 2\n    the token was ***\n    Error: Process completed");
  expect(fix?.body).not.toContain(secret);
});

test("a check that hangs is told after its limit, once, and nothing is merged", async () => {
  await using place = await openPlace({ test: waits }, { workflow });
  const ran = await place.run(
    `merge: auto
ci: { minutes: 0.03 }
bodies: [{ body: a, todos: [{ todo: a1, order: 00a, title: A }] }]
`,
  );
  expect(ran.code).toBe(2);
  expect(ran.result.pulls.map(({ state }) => state)).toEqual(["open"]);
  expect(ran.result.waiting).toEqual([
    expect.stringContaining('is approved and not merged: "test" did not end within 0.03 min (`ci.minutes`)'),
    expect.stringContaining('criterion "pulls" does not hold'),
    expect.stringContaining("by the repository's own CI: 00a"),
  ]);
  const [pull] = ran.result.pulls;
  const { data } = await place.rest.issues.listComments({ ...at, issue_number: pull?.number ?? 0 });
  expect(data.filter(({ body }) => body?.includes("not merged yet"))).toHaveLength(1);
});

test("what fails in a merge queue is put in again once, and then goes to its agent with the check's name and its log", async () => {
  let groups = 0;
  await using place = await openPlace(
    {
      test: ({ eventName }, { log }) => {
        if (eventName !== "merge_group") return ended("success");
        groups += 1;
        log({ step: 1, text: "it does not go with what is there" });
        log({ step: 1, text: "##[error]Process completed with exit code 1." });
        return ended(groups <= 2 ? "failure" : "success");
      },
    },
    { workflow: workflowFor() },
  );
  await setRules(place, [checksRule(), queueRule]);
  const ran = await place.run(
    "merge: auto\nbodies: [{ body: a, todos: [{ todo: a1, order: 00a, title: A }] }]\n",
  );
  expect([ran.code, ran.stderr, ran.result.milestone?.state]).toEqual([0, "", "closed"]);
  expect([changesIn(ran, "merge").length, groups, ran.result.followUps]).toEqual([
    3,
    3,
    { opened: 1, open: 0 },
  ]);
  const { data } = await place.rest.issues.listForRepo({ ...at, state: "closed", per_page: 100 });
  const fix = data.find(({ title }) => title.startsWith("Make the checks pass"));
  expect(fix?.body).toContain("in the merge queue, merged into `main`");
  expect(fix?.body).toContain("    it does not go with what is there\n    Error: Process completed");
});
