import { join } from "node:path";
import { milepost } from "../cli/milepost.ts";
import { isThorough } from "../thorough.ts";
import { writesMuch } from "./large-work.ts";
import { agentScript, linesOf, newWorld, type Ran, reviewerScript, runToEnd, type World } from "./world.ts";

/** A world whose base has what checks modules, and an agent that writes 2,638 lines for `a1`. */
const largeWorld = (): World & { readonly agent: string; readonly reviewer: string } => {
  const world = newWorld();
  const agent = world.file("agent.sh", agentScript(writesMuch(world, "a1")));
  return { ...world, agent, reviewer: world.file("reviewer.cjs", reviewerScript()) };
};

const bodies = `verify: ["node check.mjs"]
generated: ["**/*.gen.mjs"]
limits: { attempts: 1, fixes: 0 }
bodies:
  - body: a
    todos:
      - { todo: a1, order: 00a, title: Write much }
      - { todo: a2, order: 01a, title: Write more }
`;

const pullsOf = ({ result }: Ran): string[] =>
  result.pulls.map(({ order, branch, base, verdict }) => `${order} ${branch} on ${base}: ${verdict}`);

const inParts = [
  "00a t/00a-a1 on main: approve",
  expect.stringMatching(/^00b t\/00b-a1-[0-9a-f]{4}-part-2 on t\/00a-a1: approve$/),
  expect.stringMatching(/^00c t\/00c-a1-[0-9a-f]{4}-part-3 on t\/00b-a1-[0-9a-f]{4}-part-2: approve$/),
  expect.stringMatching(/^00d t\/00d-a1-[0-9a-f]{4}-part-4 on t\/00c-a1-[0-9a-f]{4}-part-3: approve$/),
  expect.stringMatching(/^01a t\/01a-a2 on t\/00d-a1-[0-9a-f]{4}-part-4: approve$/),
];

/** Each part is small enough, and the last has what the agent wrote, bit for bit. */
const expectWhole = (world: World, { result }: Ran): void => {
  for (const { lines } of result.pulls) expect(lines).toBeLessThanOrEqual(700);
  const [, , , last] = result.pulls.map(({ branch }) => `refs/remotes/milepost/${branch}`);
  const kept = world
    .git("-C", join(world.dir, "after"), "hash-object", "--no-filters", "src/web/part4.mjs")
    .trim();
  expect(world.git("rev-parse", `${last}:src/web/part4.mjs`).trim()).toBe(kept);
  expect(result.pulls.slice(0, 4).reduce((sum, { lines }) => sum + lines, 0)).toBe(2639);
};

test("work over the limits is cut into parts by itself where the plan says so, and what comes after rests on the last", async () => {
  using world = largeWorld();
  const ran = await runToEnd(world, { ...world, plan: world.plan(`oversized: split\n${bodies}`) });
  expect([ran.code, ran.result.milestone?.state]).toEqual([0, "closed"]);
  expect(ran.result.todos).toEqual({ total: 5, done: 5, blocked: 0 });
  expect(pullsOf(ran)).toEqual(inParts);
  expect(ran.result.followUps.opened).toBe(0);
  expect(linesOf(world, "worked")).toEqual(["a1", "a2"]);
  expectWhole(world, ran);
});

// The same cut as above, asked for in another way.
if (isThorough)
  test("a person has it cut by a comment", async () => {
    using world = largeWorld();
    const setting = { ...world, plan: world.plan(bodies) };
    const stuck = await runToEnd(world, setting);
    expect([stuck.code, stuck.result.todos.blocked]).toEqual([2, 1]);
    const said = await milepost(["say", setting.plan, "split", "--todo", "a1", "--repo", world.repo]);
    expect(said.stdout).toContain("cut into parts");
    const ran = await runToEnd(world, setting);
    expect([ran.code, ran.result.milestone?.state]).toEqual([0, "closed"]);
    expect(pullsOf(ran)).toEqual(inParts);
    expect(linesOf(world, "worked")).toEqual(["a1", "a2"]);
    expectWhole(world, ran);
  });

if (isThorough)
  test("a part that grows over the limits again is cut again, and what rests on it rests on the new one", async () => {
    using world = newWorld();
    const more = Array.from({ length: 8 }, (_, at) => `seq 80 | sed "s|^|// ${at} |" > src/more${at}.mjs`);
    const agent = world.file(
      "growing.sh",
      agentScript(`${writesMuch(world, "a1")}
if [ "$MILEPOST_TODO $MILEPOST_ROUND" = "a1 2" ]; then ${more.join("; ")}; git add --all; git commit --quiet --message=More; exit; fi`),
    );
    const asks = `(todo === "a1" && round === 1 ? { decision: "request_changes", findings: [
      { path: "src/web/part0.mjs", line: 1, body: "Say more", severity: "blocking" }] } : { decision: "approve" })`;
    const reviewer = world.file("asking.cjs", reviewerScript(asks));
    const plan = world.plan(`oversized: split\n${bodies}`);
    const ran = await runToEnd(world, { ...world, agent, reviewer, plan });
    expect([ran.code, ran.result.milestone?.state]).toEqual([0, "closed"]);
    const pulls = ran.result.pulls.map(({ order, branch, base }) => ({ order, branch, base }));
    expect(pulls.map(({ order }) => order)).toEqual(["00a", "00a.1", "00b", "00c", "00d", "01a"]);
    expect(pulls.map(({ base }) => base)).toEqual([
      "main",
      ...pulls.slice(0, -1).map(({ branch }) => branch),
    ]);
    for (const { lines } of ran.result.pulls) expect(lines).toBeLessThanOrEqual(700);
  });

if (isThorough)
  test("where no cut is found it says so, and no other is offered", async () => {
    using world = newWorld();
    const agent = world.file("agent.sh", agentScript("seq 900 > notes.txt"));
    const reviewer = world.file("reviewer.cjs", reviewerScript());
    const plan = world.plan(`oversized: split\n${bodies.replace("node check.mjs", "true")}`);
    const { code, result } = await runToEnd(world, { ...world, agent, reviewer, plan });
    expect([code, result.todos.blocked]).toEqual([2, 1]);
    const reasons = result.waiting.join("\n");
    expect(reasons).toMatch(/no cut into parts was found, over the limit in one piece: notes\.txt/);
    expect(reasons).toContain("changes '<what>'");
    expect(reasons).not.toMatch(/say \S+ split/);
  });
