import { agentScript, newWorld, reviewerScript, runToEnd } from "./world.ts";

const costly = agentScript(
  `echo '{"outcome":"done","summary":"","usage":{"inputTokens":1000,"outputTokens":10,"usd":1.25}}' > "$MILEPOST_OUTCOME"`,
);
/** The reviewer tells nothing. */
const free = "prices: { unknown: free }\n";
const bodies = `parallel: 1
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }, { todo: a2, order: 00b, title: A2 }] }
`;

test("a plan starts no program past its budget, says so, and goes on from what it paid for when it is raised", async () => {
  using world = newWorld();
  const programs = {
    agent: world.file("agent.sh", costly),
    reviewer: world.file("review.js", reviewerScript()),
  };
  const first = await runToEnd(world, {
    plan: world.plan(`limits: { usd: 1 }\n${free}${bodies}`),
    ...programs,
  });
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 2, stderr: "" });
  expect(first.result.waiting).toEqual([
    expect.stringMatching(/the plan took \$1\.25, and `limits.usd` is \$1\.00/),
  ]);
  expect(first.result.todos).toMatchObject({ total: 2, done: 0, blocked: 0 });
  const second = await runToEnd(world, {
    plan: world.plan(`limits: { usd: 9 }\n${free}${bodies}`),
    ...programs,
  });
  expect(second.code).toBe(0);
  expect(second.result.spent).toMatchObject({
    runs: 4,
    usd: 2.5,
    inputTokens: 2000,
    outputTokens: 20,
    untold: 2,
  });
});

test("a todo stops at its own budget and asks a person, and the other lanes finish", async () => {
  using world = newWorld();
  const plan = `limits: { todoUsd: 2 }
${free}bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
`;
  const { code, result } = await runToEnd(world, {
    plan: world.plan(plan),
    agent: world.file("agent.sh", costly),
    reviewer: world.file(
      "review.js",
      reviewerScript(
        `(todo === "b1" ? { decision: "approve" } : { decision: "request_changes", findings: [{ path: "src/a/a1.txt", line: 1, body: \`Point \${round}\`, severity: "blocking" }] })`,
      ),
    ),
  });
  expect(code).toBe(2);
  expect(result.waiting).toEqual([
    expect.stringMatching(/`00a` a1 .* is blocked: it took \$2\.50, and `limits.todoUsd`/),
  ]);
  expect(result.todos).toMatchObject({ total: 2, done: 1, blocked: 1 });
});
