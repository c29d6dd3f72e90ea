import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isThorough } from "../thorough.ts";
import {
  agentScript,
  asksOnce,
  forgeState,
  newWorld,
  reviewerScript,
  runToEnd,
  startRun,
  type World,
} from "./world.ts";

const plan = `parallel: 3
merge: auto
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
  - { body: c, todos: [{ todo: c1, order: 01a, title: C, needs: [a1, b1] }] }
`;

/** As much as it takes to be interrupted. */
const few = `bodies:
  - { body: a, todos: [{ todo: a1, title: A }, { todo: a2, title: A2 }] }
`;

const setting = (world: World, text = plan) => ({
  plan: world.plan(text),
  agent: world.file("agent.sh", `${agentScript("sleep 0.1")}sleep 0.2\n${costsADollar(world)}\n`),
  reviewer: world.file("reviewer.cjs", reviewerScript(asksOnce)),
});

/** Tells a dollar, and notes that it did. */
const costsADollar = ({ dir }: World): string => `echo >> "${dir}/paid"
echo '{"outcome":"done","summary":"","usage":{"inputTokens":1,"outputTokens":1,"usd":1}}' > "$MILEPOST_OUTCOME"`;

/** A forge's state but for the merge of what a todo needs: it is made where the needs were not merged when it began. */
const untimed = async (world: World) => {
  const state = await forgeState(world);
  const pulls = state.pulls.map(({ commits, ...rest }) => ({
    ...rest,
    commits: commits.filter((message) => !/^Merge \S+ into milepost\/base\//.test(message)),
  }));
  return { ...state, pulls };
};

/**
 * Kills at moments spread by a fixed recurrence, so that a failure can be repeated: after as many events as are up to a
 * quarter of an undisturbed run's, so that three of them never see the end, however fast or busy the machine is.
 */
const moments = (count: number, events: number): { readonly events: number; readonly ms: number }[] => {
  let state = 20_261_122;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return { events: 1 + Math.floor((events / 4) * (state / 2_147_483_648)), ms: state % 300 };
  });
};

/** A run has told so many events. */
const tells = (child: ChildProcess, events: number): Promise<void> =>
  new Promise((resolve) => {
    let told = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      told += chunk.toString().split("\n").length - 1;
      if (told >= events) resolve();
    });
  });

test("a run that is killed again and again ends as an undisturbed one: nothing lost, nothing twice", async () => {
  using calm = newWorld();
  using stormy = newWorld();
  const undisturbed = await runToEnd(calm, setting(calm));
  expect(undisturbed.code).toBe(0);

  let killed = 0;
  for (const { events, ms } of moments(isThorough ? 12 : 4, undisturbed.events.length)) {
    const { child, ended } = startRun(stormy, setting(stormy));
    await Promise.race([tells(child, events).then(() => sleep(ms)), ended]);
    if (child.exitCode !== null || child.pid === undefined) break;
    process.kill(-child.pid, "SIGKILL");
    await ended;
    killed += 1;
  }
  expect(killed).toBeGreaterThan(2);
  const last = await runToEnd(stormy, setting(stormy));
  expect(last.code).toBe(0);
  expect(await untimed(stormy)).toEqual(await untimed(calm));
  // Three todos in two rounds each: all that was paid for and was used is booked, and nothing of it twice.
  const { usd } = last.result.spent;
  expect(usd).toBeGreaterThanOrEqual(6);
  expect(usd).toBeLessThanOrEqual(readFileSync(join(stormy.dir, "paid"), "utf8").length);
});

test("a run that is interrupted while it verifies stops with 130, and goes on from there: no agent is paid twice", async () => {
  using world = newWorld();
  const begun = join(world.dir, "verifying");
  const plan = `checkBase: false\nverify: ["test -e ${begun} || { touch ${begun}; sleep 60; }"]\n${few}`;
  const running = startRun(world, setting(world, plan));
  while (!existsSync(begun)) await sleep(50);
  running.child.kill("SIGINT");
  expect((await running.ended).code).toBe(130);
  const rest = await runToEnd(world, setting(world, plan));
  expect(rest.code).toBe(0);
  expect(rest.result.todos).toEqual({ total: 2, done: 2, blocked: 0 });
  // Each of two todos in two rounds.
  expect(rest.result.spent.usd).toBe(4);
  expect(readFileSync(join(world.dir, "paid"), "utf8")).toHaveLength(4);
});

test("two runs in one repository do not get in each other's way: the second is refused", async () => {
  using world = newWorld();
  const one = "bodies:\n  - { body: a, todos: [{ todo: a1, title: A }] }\n";
  const first = startRun(world, setting(world, one));
  await first.working;
  const second = await runToEnd(world, setting(world, one));
  expect(second.code).toBe(1);
  expect(second.stderr).toContain("another Milepost is at work");
  expect((await first.ended).code).toBe(0);
});

test("a run whose hub or publisher goes away ends with one error, counts no attempt, and goes on from there when it runs again", async () => {
  using world = newWorld();
  const names = ["hub.git", "publisher.git"];
  const lose = names
    .map(
      (name) =>
        `if [ ! -e "${world.dir}/${name}" ]; then touch "${world.dir}/${name}"; rm -rf "${world.repo}/.milepost/${name}"`,
    )
    .join("; el");
  const run = {
    plan: world.plan(
      "limits: { attempts: 1 }\nbodies:\n  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }\n",
    ),
    agent: world.file("agent.sh", agentScript(`${lose}; fi`)),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
  };
  for (const name of names) {
    const broken = await runToEnd(world, run);
    expect(broken.code).toBe(1);
    expect(broken.stderr.trim().split("\n")).toEqual([
      expect.stringContaining(`${name} went away while the run was at work`),
      expect.stringContaining("run again"),
    ]);
  }
  expect((await runToEnd(world, run)).result.milestone?.state).toBe("closed");
});
