import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPlan } from "../../src/core/plan/load.ts";
import { differences, fingerprint } from "../../src/git/repositories/fingerprint.ts";
import { writesMuch } from "./large-work.ts";
import {
  agentScript,
  askingWhile,
  forgeState,
  linesOf,
  newWorld,
  type Ran,
  runToEnd,
  type World,
} from "./world.ts";

/** What is set instead: its agents keep a log beside the repository, and there is no key, no codebase and no Go. */
const set = [
  // Node starts where there is something to check.
  ...[
    "sandbox=off",
    "signing=none",
    "setup=[]",
    'verify=["test ! -e src/web || node check.mjs"]',
    "coverage=",
  ],
  ...["oversized=split", 'generated=["**/*.gen.mjs"]'],
];
const plan = join(process.cwd(), "plans/tmc.yml");
const loaded = loadPlan(readFileSync(plan, "utf8"), plan);
const rules = "plan" in loaded ? loaded.plan.rules.length : 0;

/** Agents log when they begin and end; each stays a little, so that lanes can meet. */
const logged = (dir: string, more: string) =>
  agentScript(`${more}
echo "begin $MILEPOST_BODY $MILEPOST_TODO" >> "${dir}/log"; sleep 0.5
trap 'echo "end $MILEPOST_BODY $MILEPOST_TODO" >> "${dir}/log"' EXIT`);

/** Asks for one change in the first round of the first todo of each layer, but of the one that is cut into parts. */
const asksFirst = 'case "$MILEPOST_ORDER $MILEPOST_ROUND" in 02a*) false ;; *"a 1") ;; *) false ;; esac';

const isAsked = ({ order }: { order: string }): boolean => /(?<!02)a$/.test(order);

describe("the seed's plan, with a reviewer that asks once for every third todo", () => {
  let world: World;
  let ran: Ran;
  let changed: string[];

  beforeAll(async () => {
    world = newWorld();
    const large = writesMuch(world, "core-apis");
    const before = await fingerprint(world.repo);
    const agent = world.file("agent.sh", logged(world.dir, large));
    const reviewer = world.file("reviewer.sh", askingWhile(asksFirst, rules));
    ran = await runToEnd(world, { plan, agent, reviewer, more: set.flatMap((one) => ["--set", one]) });
    changed = differences(before, await fingerprint(world.repo)).map(({ text }) => text);
  });
  afterAll(() => world[Symbol.dispose]());

  test("closes the milestone with every todo done and all six criteria proved", () => {
    expect(ran.code).toBe(0);
    expect(ran.result.milestone?.state).toBe("closed");
    expect(ran.result.todos).toEqual({ total: 27, done: 27, blocked: 0 });
    expect(ran.result.set).toEqual(set);
    expect(ran.result.criteria.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true]);
  });

  test("opens one follow-up for each request and closes them all", () => {
    const { pulls, followUps } = ran.result;
    expect(followUps).toEqual({ opened: 6, open: 0 });
    expect(pulls.map(({ rounds }) => rounds)).toEqual(pulls.map((pull) => (isAsked(pull) ? 2 : 1)));
  });

  test("cuts the 2,638 lines of 02a into four pull requests, on the last of which 02b rests", () => {
    const parts = ran.result.pulls.filter(({ order }) => order.startsWith("02a"));
    expect(parts.map(({ order }) => order)).toEqual(["02a", "02a.1", "02a.2", "02a.3"]);
    for (const { lines } of parts) expect(lines).toBeLessThanOrEqual(700);
    const next = ran.result.pulls.filter(({ order }) => order === "02b");
    expect(next.map(({ base }) => base)).toEqual([parts.at(-1)?.branch]);
    expect(linesOf(world, "worked").filter((todo) => todo.includes("part"))).toEqual([]);
  });

  test("uses the branch names that the seed lists", () => {
    const names = ran.result.pulls.map(({ branch }) => branch);
    const listed = [
      "00a-architectural-fixes",
      "00b-workspace-isolation",
      "00c-feature-flags",
      "01a-virtual-workspace",
      "01b-security-foundation",
      "02a-core-apis",
      "02b-advanced-apis",
      "02c-monitoring-apis",
      "02d-controller-integration",
    ].map((name) => `feature/tmc2-impl2/${name}`);
    expect(names).toEqual(expect.arrayContaining(listed));
  });

  test("leaves the user's branches, index, HEAD and files as they were", () => {
    expect(changed).toEqual([]);
    expect(world.git("branch", "--list", "--format=%(refname)").trim()).toBe("refs/heads/main");
  });

  test("delivers every approved branch, and the base, as a remote-tracking ref", () => {
    const refs = world.git("for-each-ref", "--format=%(refname:lstrip=3)", "refs/remotes/milepost");
    const branches = ran.result.pulls.map(({ branch }) => branch);
    expect(refs.trim().split("\n").sort()).toEqual([...branches, "main"].sort());
  });

  test("runs as many agents at once as there are bodies that can start, and never two of one body", () => {
    const { most, twice } = overlaps(linesOf(world, "log"));
    expect(most).toBeGreaterThanOrEqual(6);
    expect(most).toBeLessThanOrEqual(8);
    expect(twice).toEqual([]);
  });

  test("starts the eighth agent only when all others are done", () => {
    const log = linesOf(world, "log");
    const first = log.findIndex((line) => line.startsWith("begin advanced-features"));
    expect(log.slice(first).filter((line) => !line.includes(" advanced-features "))).toEqual([]);
    expect(log.slice(0, first).filter((line) => line.startsWith("end"))).toHaveLength(17 + 2);
  });

  test("does nothing when it is run again", async () => {
    const before = await forgeState(world);
    const again = await runToEnd(world, {
      plan,
      more: set.flatMap((one) => ["--set", one]),
      agent: join(world.dir, "agent.sh"),
      reviewer: join(world.dir, "reviewer.sh"),
    });
    expect(again.code).toBe(0);
    expect(again.result.requests.write).toBe(0);
    expect(await forgeState(world)).toEqual(before);
  });
});

/** The most agents at once, and the bodies that had two. */
const overlaps = (log: readonly string[]): { most: number; twice: string[] } => {
  const running: string[] = [];
  const twice: string[] = [];
  let most = 0;
  for (const line of log) {
    const [what, body = ""] = line.split(" ");
    if (what === "begin") {
      if (running.includes(body)) twice.push(body);
      running.push(body);
    } else running.splice(running.indexOf(body), 1);
    most = Math.max(most, running.length);
  }
  return { most, twice };
};
