import { readdirSync } from "node:fs";
import { join } from "node:path";
import { agentScript, forgeState, linesOf, newWorld, type Ran, reviewerScript, runToEnd } from "./world.ts";

const bodies = (counts: Readonly<Record<string, number>>) =>
  `bodies:\n${Object.entries(counts)
    .map(([id, count]) => {
      const todos = Array.from(
        { length: count },
        (_, at) => `{ todo: ${id}${at + 1}, title: ${id} ${at + 1} }`,
      );
      return `  - { body: ${id}, todos: [${todos.join(", ")}] }`;
    })
    .join("\n")}\n`;

describe("in a plan of a slow body, a quick one, and one that takes what reviews ask for,", () => {
  const world = newWorld();
  let ran: Ran;

  beforeAll(async () => {
    const meet = `echo "begin $MILEPOST_TODO" >> "${world.dir}/log"; sleep 0.6
if [ "$MILEPOST_TODO" = slow1 ]; then
  while [ "$(grep -c "end quick" "${world.dir}/log")" -lt 2 ]; do sleep 0.1; done
fi
echo "end $MILEPOST_TODO" >> "${world.dir}/log"`;
    const asksForTests = `{ decision: "approve", followUps: todo === "quick1" ? [{ kind: "todo", title: "Test A", body: "Write tests.", for: "testing" }] : [] }`;
    ran = await runToEnd(world, {
      plan: world.plan(
        `parallel: 3\n${bodies({ quick: 2, slow: 1, c: 1, d: 1 })}  - { body: tests, accepts: [testing] }\n`,
      ),
      agent: world.file("agent.sh", agentScript(meet)),
      reviewer: world.file("reviewer.cjs", reviewerScript(asksForTests)),
    });
    expect(ran.code).toBe(0);
  });
  afterAll(() => world[Symbol.dispose]());

  test("as many agents run at once as `parallel` allows, and no more", () => {
    let now = 0;
    const counts = linesOf(world, "log").map((line) => {
      now += line.startsWith("begin") ? 1 : -1;
      return now;
    });
    expect(Math.max(...counts)).toBe(3);
  });

  test("a slow body does not hold the others", () => {
    const lines = linesOf(world, "log");
    expect(lines.indexOf("end quick2")).toBeLessThan(lines.indexOf("end slow1"));
  });

  test("a follow-up todo goes to the body that accepts its kind, stacked on the todo that it is about", () => {
    expect(ran.result.todos).toEqual({ total: 6, done: 6, blocked: 0 });
    const born = ran.result.pulls.find(({ branch }) => branch.includes("-test-a"));
    const about = ran.result.pulls.find(({ branch }) => branch.endsWith("quick1"));
    expect(born?.base).toBe(about?.branch);
    expect(ran.events.some((event) => event.type === "step" && event.body === "tests")).toBe(true);
  });
});

test("several unmerged needs are joined on an integration branch, one is stacked upon; worktrees go with the plan's end", async () => {
  using world = newWorld();
  const where = `if [ "$MILEPOST_BODY" = a ]; then
  pwd >> "${world.dir}/log"; git rev-parse --abbrev-ref HEAD >> "${world.dir}/log"
fi`;
  const ran = await runToEnd(world, {
    plan: world.plan(`parallel: 2
bodies:
  - { body: a, worktree: place, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
  - { body: c, todos: [{ todo: c1, order: 01a, title: C, needs: [a1, b1] }, { todo: c2, order: 01b, title: D, needs: [c1] }] }
`),
    agent: world.file("agent.sh", agentScript(where)),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
  });
  expect(ran.result.pulls.map(({ base, lines }) => ({ base, lines }))).toEqual([
    { base: "main", lines: 1 },
    { base: "main", lines: 1 },
    { base: "milepost/base/01a", lines: 1 },
    { base: "t/01a-c1", lines: 1 },
  ]);
  expect(ran.code).toBe(0);
  expect(linesOf(world, "log")).toEqual([join(world.dir, "R-worktrees/place"), "t/00a-a1"]);
  expect(readdirSync(world.dir)).not.toContain("R-worktrees");
});

test("needs that conflict become a follow-up of the later one, and the rest goes on from there", async () => {
  using world = newWorld();
  const clash = `if [ "$MILEPOST_BODY" != c ]; then
  git fetch --quiet . 2>/dev/null || true
  if git merge --quiet --no-edit "origin/$MILEPOST_BASE" 2>/dev/null; then :; else git checkout --quiet --ours . ; git add --all; git commit --quiet --no-edit; fi
  echo "$MILEPOST_TODO" > shared.txt
fi`;
  const ran = await runToEnd(world, {
    plan: world.plan(`parallel: 2
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
  - { body: c, todos: [{ todo: c1, order: 01a, title: C, needs: [a1, b1] }] }
`),
    agent: world.file("agent.sh", agentScript(clash)),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
  });
  expect(ran.code).toBe(0);
  expect(ran.result.followUps).toEqual({ opened: 1, open: 0 });
  expect(ran.result.pulls.map(({ base }) => base)).toEqual(["main", "t/00a-a1", "t/00b-b1"]);
});

test("a plan that merges by itself merges in submission order and retargets stacks first", async () => {
  using world = newWorld();
  const ran = await runToEnd(world, {
    plan: world.plan(`parallel: 3
merge: auto
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }, { todo: a2, order: 01a, title: A2, needs: [a1] }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
  - { body: c, todos: [{ todo: c1, order: 02a, title: C, needs: [a2, b1] }] }
`),
    agent: world.file("agent.sh", agentScript()),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
  });
  expect(ran.code).toBe(0);
  expect(ran.result.pulls.map(({ state, base }) => `${state} into ${base}`)).toEqual(
    new Array(4).fill("merged into main"),
  );
  const merges = ran.events.flatMap((event) =>
    event.type === "change" && event.change === "merge" ? [event.todo] : [],
  );
  expect(merges).toEqual(["a1", "b1", "a2", "c1"]);
  const { branches } = await forgeState(world);
  expect(branches.filter((name) => name.startsWith("milepost/"))).toEqual([]);
});
