import { setTimeout as sleep } from "node:timers/promises";
import { type LimitedGateway, startLimitedGateway } from "./limited-gateway.ts";
import { notes, paidPlan } from "./paid-plan.ts";
import { describeWithAct } from "./tool.ts";
import { type ActWorld, type Installed, openActWorld } from "./world.ts";

/** Plans that go through it at once, each in a repository of its own. */
const atOnce = 3;

/** How often an hour passes before a plan has to be at its end. */
const hours = 3;

interface Shop extends Installed {
  readonly paid: Awaited<ReturnType<typeof notes>>;
}

describeWithAct("GitHub's limit of an hour", () => {
  let gateway: LimitedGateway;
  let world: ActWorld;
  let now = Date.parse("2026-01-05T10:00:00Z");
  beforeAll(async () => {
    gateway = await startLimitedGateway();
    world = await openActWorld("two", gateway);
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  const newShop = async (): Promise<Shop> => {
    const paid = await notes();
    return { ...(await world.installed(paidPlan(paid.folder))), paid };
  };

  const madeBy = ({ at }: Shop): number => gateway.made.get(at.repo) ?? 0;

  /** Runs the plan to its end, and answers how many requests were made before its lane began, and in all. */
  const undisturbed = async (shop: Shop): Promise<{ from: number; to: number }> => {
    const run = await shop.dispatch({ plan: "small" });
    const isAtWork = async () =>
      (await shop.jobs(run)).some(
        ({ name, status }) => name === "lane (hello) / implement" && status === "in_progress",
      );
    while (!(await isAtWork())) await sleep(20);
    const from = madeBy(shop);
    await shop.quiet();
    return { from, to: madeBy(shop) };
  };

  /** Lets the clock start what is open, hour by hour. */
  const pass = async (shops: readonly Shop[]): Promise<void> => {
    for (let hour = 0; hour < hours; hour++) {
      now += 3_600_000;
      await world.clock.set(new Date(now + 23 * 60_000).toISOString());
      for (const shop of shops) await shop.quiet();
    }
  };

  /** The clock starts it no more. */
  const leave = async ({ octokit, at, paid }: Shop): Promise<void> => {
    await octokit.rest.actions.disableWorkflow({ ...at, workflow_id: "milepost.yml" });
    await paid[Symbol.asyncDispose]();
  };

  const endOf = async ({ octokit, at, issue, paid }: Shop) => {
    const { body, state, labels } = await issue("Say hello");
    const { data: pulls } = await octokit.rest.pulls.list({ ...at, state: "all" });
    const { data: milestones } = await octokit.rest.issues.listMilestones({ ...at, state: "all" });
    const pull = { ...at, pull_number: pulls[0]?.number ?? 0 };
    const { data: reviews } = await octokit.rest.pulls.listReviews(pull);
    const { data: comments } = await octokit.rest.issues.listCommentsForRepo(at);
    return {
      ...{ state, labels, failed: /"failed":\d+/.exec(body)?.[0], usd: /"usd":\d+/.exec(body)?.[0] },
      milestones: milestones.map((milestone) => milestone.state),
      pulls: pulls.map(({ head }) => head.ref),
      reviews: reviews.map((review) => review.state),
      comments: comments.map((comment) => comment.body?.split("\n")[0]),
      paid: [await paid.count("agent"), await paid.count("reviewer")],
    };
  };

  test("reached at any request of a lane, and of what comes after it, blocks nothing, makes nothing twice, and an hour later all goes on", async () => {
    const first = await newShop();
    const { from, to } = await undisturbed(first);
    const ideal = await endOf(first);
    await leave(first);
    expect(to - from).toBeGreaterThan(9);
    expect(ideal).toMatchObject({ state: "closed", milestones: ["closed"], paid: [1, 1] });
    for (let next = from; next < to; next += atOnce) {
      const points = Array.from({ length: Math.min(atOnce, to - next) }, (_, at) => next + at);
      const shops = await Promise.all(points.map(newShop));
      for (const [at, shop] of shops.entries()) gateway.left.set(shop.at.repo, points[at] ?? 0);
      await Promise.all(shops.map((shop) => shop.dispatch({ plan: "small" })));
      for (const shop of shops) await shop.quiet();
      gateway.left.clear();
      await pass(shops);
      for (const [at, shop] of shops.entries()) {
        const left = points[at];
        expect({ left, ...(await endOf(shop)) }).toEqual({ left, ...ideal });
        await leave(shop);
      }
    }
    // The last may be asked for or not: what has not changed costs none.
    expect(gateway.refused.size).toBeGreaterThan(to - from - 3);
  }, 3_600_000);
});
