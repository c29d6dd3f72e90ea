import { agentScript, deciding } from "../local/world.ts";
import { describeWithAct } from "./tool.ts";
import { type ActWorld, type Installed, openActWorld } from "./world.ts";

const planOf = (text: string): string => `version: 1
plan: small
title: Small
branches: "t/{order}-{slug}"
sandbox: off
parallel: 2
agent: { use: command, command: [./agent.sh] }
reviewer: { use: command, command: [./review.cjs] }
${text}`;

/** Two files of `src` are too many, until somebody allows them: each todo alone is green. */
const check = `if [ "$(find src -type f 2>/dev/null | wc -l)" -gt 1 ] && ! [ -e allowed.txt ]; then
  echo "two files in src"; exit 1
fi
`;

/** Takes in what it rests on when it is sent back, and allows what is there together. */
const mending = `if [ "$MILEPOST_ROUND" != 1 ]; then
  git merge --quiet --no-edit "origin/$MILEPOST_BASE" > /dev/null
  echo fixed > allowed.txt
fi`;

describeWithAct("what lands, on workflows", () => {
  let world: ActWorld;
  beforeAll(async () => {
    world = await openActWorld("two");
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const milestone = async ({ octokit, at }: Installed) => {
    const { data } = await octokit.rest.issues.listMilestones({ ...at, state: "all" });
    return data[0]?.state;
  };

  /** How often each job of a lane of that name ran. */
  const lanesOf = async (shop: Installed, todo: string): Promise<string[]> => {
    const runs = (await shop.runs()).filter(({ name }) => name === "Milepost");
    const jobs = (await Promise.all(runs.map(({ id }) => shop.jobs(id)))).flat();
    const lane = `lane (${todo}) / `;
    return jobs
      .filter(({ name, conclusion }) => name.startsWith(lane) && conclusion !== "skipped")
      .map(({ name, conclusion }) => `${name.slice(lane.length)}: ${conclusion}`);
  };

  test("two todos that are green alone and red together do not close: the one that breaks it gets a fix", async () => {
    const bodies = `checkBase: false
verify: ["sh ./check.sh"]
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
`;
    const shop = await world.installed({
      "plans/small.yml": planOf(bodies),
      "agent.sh": agentScript(mending),
      "review.cjs": deciding(),
      "check.sh": check,
    });
    await shop.dispatch({ plan: "small" });
    await shop.quiet();
    const tracking = await shop.issue("Milepost: Small");
    expect([await milestone(shop), tracking.state]).toEqual(["closed", "closed"]);
    expect(tracking.body).toMatch(/together: 2 todos in submission order on `main` at .*check\.sh` passed/);
    // The proof of what the fix made is its own head's.
    expect(await lanesOf(shop, "_landing")).toEqual(["implement: success", "settle: success"]);
    expect(await lanesOf(shop, "a1")).toHaveLength(4);
    // It takes in the other before its agent is asked.
    expect(await lanesOf(shop, "b1")).toHaveLength(11);
    const { data: refs } = await shop.octokit.rest.git.listMatchingRefs({
      ...shop.at,
      ref: "milepost/landing",
    });
    expect(refs).toEqual([]);
  });

  test("a branch takes in what a person changed below, and its approval is carried without its reviewer", async () => {
    const bodies = `bodies: [{ body: a, todos: [{ todo: a1, order: 00a, title: A }, { todo: a2, order: 01a, title: B }] }]\n`;
    const shop = await world.installed({
      "plans/small.yml": planOf(`verify: ["true"]\ncheckBase: false\n${bodies}`),
      "agent.sh": agentScript(),
      "review.cjs": deciding(),
    });
    const { octokit, at } = shop;
    await shop.dispatch({ plan: "small" });
    await shop.quiet();
    expect(await milestone(shop)).toBe("closed");
    await shop.git("fetch", "--quiet", "origin");
    await shop.push("t/00a-a1", { "more.txt": "by hand\n" }, "origin/t/00a-a1");
    await shop.dispatch({ plan: "small" });
    await shop.quiet();
    expect(await milestone(shop)).toBe("closed");
    expect(await lanesOf(shop, "a2")).toEqual([
      ...["implement: success", "propose: success", "review: success", "settle: success"],
      ...["implement: success", "propose: success", "settle: success"],
    ]);
    const { data: pulls } = await octokit.rest.pulls.list({ ...at, head: "acme:t/01a-a2" });
    const pull = { ...at, pull_number: pulls[0]?.number ?? 0 };
    const { data: reviews } = await octokit.rest.pulls.listReviews(pull);
    expect(reviews.map(({ state, body }) => `${state} ${body.split("\n")[0]}`)).toEqual([
      "APPROVED **Round 1: approved**",
      expect.stringMatching(/^APPROVED \*\*Round 1: the approval of [0-9a-f]{40} holds for this head\*\*$/),
    ]);
  });
});
