import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { lockFile } from "../gates/builders.ts";
import { smallPlan } from "./small-plan.ts";
import { describeWithAct } from "./tool.ts";
import { type ActWorld, type Installed, openActWorld } from "./world.ts";

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}\n`).join("");

/** Asks for the same change in every round. */
const asksAlways = `({ decision: "request_changes", findings: [
  { path: "words/hello.txt", line: 1, body: "Say more", severity: "blocking" }] })`;

describeWithAct("people and their comments", () => {
  let world: ActWorld;
  let shop: Installed;
  beforeAll(async () => {
    world = await openActWorld("two");
    shop = await world.installed(smallPlan({ verdict: asksAlways, limits: "{ rounds: 1 }" }));
    await shop.dispatch({ plan: "small" });
    await shop.quiet();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const lanes = async (): Promise<number> => {
    const runs = (await shop.runs()).filter(({ name }) => name === "Milepost");
    const jobs = await Promise.all(runs.map(({ id }) => shop.jobs(id)));
    return jobs.flat().filter(({ name }) => name.endsWith("/ implement")).length;
  };

  test("rounds that are over leave the todo to a person, whom its issue tells why and where the rest is", async () => {
    const { labels, body } = await shop.issue("Say hello");
    expect(labels).toContain("milepost:blocked");
    expect(body).toMatch(/Blocked: it waits for a person.* 1 round of review did not end in an approval/);
    expect(body).toMatch(/^https?:\S+\/actions\/runs\/\d+$/m);
    expect(await lanes()).toBe(1);
  });

  test("a stranger's command starts no run and changes nothing, and the next look refuses it", async () => {
    await shop.octokit.rest.repos.removeCollaborator({ ...shop.at, username: "milepost-bot" });
    const looks = async () => (await shop.runs()).filter(({ name }) => name === "Milepost").length;
    const before = await looks();
    expect(await shop.say("Say hello", "/milepost approve", "bot")).toBe("/milepost approve");
    expect(await looks()).toBe(before);
    await shop.dispatch({ plan: "small" });
    await shop.quiet();
    const { labels, number: issue_number } = await shop.issue("Say hello");
    expect(labels).toContain("milepost:blocked");
    const { data } = await shop.octokit.rest.issues.listComments({ ...shop.at, issue_number });
    expect(data.at(-1)?.body).toContain("write access");
  });

  test("pause holds what a retry would start, resume lets it go, and approve overrides the reviewer", async () => {
    expect(await shop.say("Milepost: Small", "/milepost pause")).toMatch(/paus/i);
    await shop.say("Say hello", "/milepost retry");
    expect(await lanes()).toBe(1);
    await shop.say("Milepost: Small", "/milepost resume");
    expect(await lanes()).toBe(2);
    await shop.say("Say hello", "Not `/milepost approve`, but:\n\n```\n/milepost approve\n```");
    expect((await shop.issue("Say hello")).state).toBe("open");
    await shop.say("Say hello", "/milepost approve");
    expect((await shop.issue("Say hello")).state).toBe("closed");
    const { data } = await shop.octokit.rest.issues.listMilestones({ ...shop.at, state: "all" });
    expect(data.map(({ state }) => state)).toEqual(["closed"]);
  });

  test("stop ends what runs, and after resume nothing of it is lost or held against anybody", async () => {
    const nap = `sleep 600.${process.pid}`;
    const slow = await world.installed({ ...smallPlan(), "agent.sh": `#!/bin/sh\n${nap}\n` });
    const run_id = await slow.dispatch({ plan: "small" });
    const isAtWork = ({ name, status }: { name: string; status: string }) =>
      name === "lane (hello) / implement" && status === "in_progress";
    while (!(await slow.jobs(run_id)).some(isAtWork)) await sleep(50);
    await slow.say("Milepost: Small", "/milepost stop");
    expect((await slow.runs()).find(({ id }) => id === run_id)?.conclusion).toBe("cancelled");
    expect((await slow.issue("Say hello")).labels).not.toContain("milepost:working");
    expect((await execa("pgrep", ["-f", `^${nap}$`], { reject: false })).stdout).toBe("");
    await slow.push("main", smallPlan());
    await slow.say("Milepost: Small", "/milepost resume");
    const { state, body } = await slow.issue("Say hello");
    expect(state).toBe("closed");
    expect(body).toContain('"failed":0');
  });

  test("a finding of the secrets gate passes once a person with write access allows it, and no stranger's word counts", async () => {
    // What only looks like a key, and opens nothing.
    const leak = `#!/bin/sh\ncat > /dev/null\nmkdir -p words\necho ghp_${"a1B2".repeat(9)} > words/key.txt\n`;
    const keys = await world.installed({
      ...smallPlan({ limits: "{ attempts: 1, fixes: 0 }" }),
      "agent.sh": leak,
    });
    await keys.dispatch({ plan: "small" });
    await keys.quiet();
    const { labels, body } = await keys.issue("Say hello");
    expect(labels).toContain("milepost:blocked");
    const finding = /words\/key\.txt:1 \(github\/GITHUB_TOKEN, finding (\w{10})\)/.exec(body)?.[1] ?? "";
    await keys.octokit.rest.repos.removeCollaborator({ ...keys.at, username: "milepost-bot" });
    await keys.say("Say hello", `/milepost allow ${finding}`, "bot");
    expect((await keys.issue("Say hello")).labels).toContain("milepost:blocked");
    await keys.say("Say hello", `/milepost allow ${finding}`);
    const allowed = await keys.issue("Say hello");
    expect([allowed.state, allowed.body]).toEqual([
      "closed",
      expect.stringContaining(`"allowed":["${finding}"]`),
    ]);
  });

  /** The check's conclusion for a person's pull request with these files, and the comment that it keeps. */
  const checked = async (branch: string, files: Record<string, string>) => {
    await shop.push(branch, files, "main");
    const { data: pull } = await shop.octokit.rest.pulls.create({
      ...shop.at,
      ...{ head: branch, base: "main", title: branch },
    });
    await shop.quiet();
    const run = (await shop.runs()).filter(({ event }) => event === "pull_request").at(-1);
    const issue_number = pull.number;
    const { data: comments } = await shop.octokit.rest.issues.listComments({ ...shop.at, issue_number });
    return { conclusion: run?.conclusion, comments: comments.map(({ body }) => body ?? "") };
  };

  test("a person's pull request of 701 hand-written lines fails, with a split proposed", async () => {
    const { conclusion, comments } = await checked("long", { "a.txt": lines(400), "b.txt": lines(301) });
    expect(conclusion).toBe("failure");
    expect(comments).toHaveLength(1);
    expect(comments[0]).toMatch(
      /701 hand-written lines, the limit is 700[\s\S]*\n\| 1 \| 400 .*\n\| 2 \| 301 /,
    );
  });

  test("one of 700 lines beside a generated file passes", async () => {
    const files = { "c.txt": lines(700), "package-lock.json": lockFile(5000) };
    const { conclusion, comments } = await checked("short", files);
    expect(conclusion).toBe("success");
    expect(comments[0]).toContain("700 hand-written lines");
  });
});
