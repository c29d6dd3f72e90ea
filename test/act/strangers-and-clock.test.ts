import { setTimeout as sleep } from "node:timers/promises";
import { lockFile } from "../gates/builders.ts";
import { smallPlan } from "./small-plan.ts";
import { describeWithAct } from "./tool.ts";
import { type ActWorld, type Installed, openActWorld } from "./world.ts";

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}\n`).join("");

describeWithAct("what no person of the repository starts", () => {
  let world: ActWorld;
  let shop: Installed;
  beforeAll(async () => {
    world = await openActWorld("one");
    shop = await world.installed({ ...smallPlan(), "agent.sh": "#!/bin/sh\nsleep 600\n" });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  test("a stranger's pull request from a fork is held to the lines, once its run is approved, and marked, not commented", async () => {
    await shop.octokit.rest.repos.removeCollaborator({ ...shop.at, username: "milepost-reviewer" });
    const stranger = shop.as("reviewer");
    await stranger.rest.repos.createFork(shop.at);
    const address = world.forge.url.replace("//", `//x:${world.tokenOf("reviewer")}@`);
    await shop.git("remote", "add", "fork", `${address}/milepost-reviewer/${shop.at.repo}.git`);

    const long = await proposed(shop, "long", { "a.txt": lines(400), "b.txt": lines(301) });
    expect(long.conclusion).toBe("failure");
    expect(long.log).toMatch(/701 hand-written lines, the limit is 700/);
    expect(long.comments).toBe(0);
    const short = await proposed(shop, "short", { "c.txt": lines(700), "package-lock.json": lockFile(5000) });
    expect(short).toMatchObject({ conclusion: "success", comments: 0 });
  });

  test("the clock resumes a plan whose run was ended, and brings it to its end", async () => {
    const run_id = await shop.dispatch({ plan: "small" });
    const isAtWork = ({ name, status }: { name: string; status: string }) =>
      name === "lane (hello) / implement" && status === "in_progress";
    while (!(await shop.jobs(run_id)).some(isAtWork)) await sleep(50);
    await shop.octokit.rest.actions.cancelWorkflowRun({ ...shop.at, run_id });
    await shop.quiet();
    expect((await shop.issue("Say hello")).state).toBe("open");
    await shop.git("checkout", "--quiet", "main");
    await shop.push("main", smallPlan());
    await world.clock.set("2026-01-05T10:23:00Z");
    await shop.quiet();
    expect((await shop.runs()).filter(({ event }) => event === "schedule")).toMatchObject([
      { name: "Milepost", conclusion: "success", actor: "acme" },
    ]);
    expect((await shop.issue("Say hello")).state).toBe("closed");
  });
});

/** What the checks say of a stranger's pull request with these files, after somebody has approved that they run. */
const proposed = async (shop: Installed, branch: string, files: Record<string, string>) => {
  const { at, octokit } = shop;
  await shop.commit(branch, files, "main");
  await shop.git("push", "--quiet", "fork", branch);
  const wanted = { ...at, title: branch, head: `milepost-reviewer:${branch}`, base: "main" };
  const { data: pull } = await shop.as("reviewer").rest.pulls.create(wanted);
  const waiting = (await shop.runs()).filter(({ event }) => event === "pull_request").at(-1);
  expect(waiting).toMatchObject({ name: "Milepost checks", conclusion: "action_required" });
  const run_id = waiting?.id ?? 0;
  await octokit.rest.actions.approveWorkflowRun({ ...at, run_id });
  await shop.quiet();
  const run = (await shop.runs()).find(({ id }) => id === run_id);
  const [job] = await shop.jobs(run_id);
  const { data: comments } = await octokit.rest.issues.listComments({ ...at, issue_number: pull.number });
  return { conclusion: run?.conclusion, log: await shop.log(job?.id ?? 0), comments: comments.length };
};
