import { setTimeout as sleep } from "node:timers/promises";
import { isThorough } from "../thorough.ts";
import { notes, paidPlan } from "./paid-plan.ts";
import { describeWithAct } from "./tool.ts";
import { type ActWorld, type Installed, openActWorld } from "./world.ts";

describeWithAct("a run that somebody cancels", () => {
  let world: ActWorld;
  beforeAll(async () => {
    world = await openActWorld("two");
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** Starts the plan, and cancels its run as soon as one of its jobs is at work. */
  const cancelledAt = async (shop: Installed, job: string, how: "gently" | "by force"): Promise<void> => {
    const run_id = await shop.dispatch({ plan: "small" });
    const isAt = async () =>
      (await shop.jobs(run_id)).some(
        ({ name, status }) => name === `lane (hello) / ${job}` && status === "in_progress",
      );
    while (!(await isAt())) await sleep(20);
    const { cancelWorkflowRun, forceCancelWorkflowRun } = shop.octokit.rest.actions;
    await (how === "gently" ? cancelWorkflowRun : forceCancelWorkflowRun)({ ...shop.at, run_id });
    await shop.quiet();
  };

  // By force nothing of a job is told that it ends; gently is tried in thorough runs as well.
  test.each(isThorough ? (["gently", "by force"] as const) : (["by force"] as const))(
    "%s at each of its four jobs leaves nothing twice: the next dispatch goes on to the end",
    async (how) => {
      await using paid = await notes();
      const shop = await world.installed(paidPlan(paid.folder));
      for (const job of ["implement", "propose"]) await cancelledAt(shop, job, how);
      const agents = await paid.count("agent");
      for (const job of ["review", "settle"]) await cancelledAt(shop, job, how);
      const reviewers = await paid.count("reviewer");
      // The watchdog names no plan: it starts those that are open.
      await shop.dispatch({});
      await shop.quiet();
      // What was paid for and left its job is never paid for again, nor booked twice.
      expect([await paid.count("agent"), await paid.count("reviewer")]).toEqual([agents, reviewers]);
      const { body } = await shop.issue("Say hello");
      const booked = Number(/"usd":(\d+)/.exec(body)?.[1]);
      expect(booked).toBeGreaterThan(0);
      expect(booked).toBeLessThanOrEqual(agents);
      const { rest } = shop.octokit;
      const { data: milestones } = await rest.issues.listMilestones({ ...shop.at, state: "all" });
      expect(milestones.map(({ title, state }) => `${title}: ${state}`)).toEqual(["Small: closed"]);
      const { data: issues } = await rest.issues.listForRepo({ ...shop.at, state: "all" });
      expect(issues.map(({ title, state }) => `${title}: ${state}`).sort()).toEqual([
        "Milepost: Small: closed",
        "Say hello: closed",
        "Say hello: open",
      ]);
      const { data: pulls } = await rest.pulls.list({ ...shop.at, state: "all" });
      expect(pulls.map(({ head }) => head.ref)).toEqual(["small/00a-hello"]);
      const pull = { ...shop.at, pull_number: pulls[0]?.number ?? 0 };
      const { data: reviews } = await rest.pulls.listReviews(pull);
      expect(reviews.map(({ user, state, commit_id }) => `${user?.login} ${state} ${commit_id}`)).toEqual([
        `milepost-reviewer APPROVED ${pulls[0]?.head.sha}`,
      ]);
      const { data: comments } = await rest.issues.listCommentsForRepo(shop.at);
      expect(comments.map(({ body }) => body?.split("\n")[0])).toEqual(["<!-- milepost-note gates -->"]);
    },
  );
});
