import { setTimeout as sleep } from "node:timers/promises";
import { describeWithAct } from "./tool.ts";
import { type ActWorld, type Installed, openActWorld } from "./world.ts";

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}\n`).join("");

describeWithAct("the check of pull requests", () => {
  let world: ActWorld;
  let shop: Installed;
  beforeAll(async () => {
    world = await openActWorld("one");
    shop = await world.installed({ "README.md": "hello\n" });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  /** The newest job of each name at a commit, as a forge that requires a check by its name reads them. */
  const checksAt = async (head_sha: string): Promise<Record<string, string | null>> => {
    for (;;) {
      await shop.quiet();
      const { data } = await shop.octokit.rest.actions.listWorkflowRunsForRepo({ ...shop.at, head_sha });
      const runs = data.workflow_runs.sort((one, other) => one.id - other.id);
      const jobs = (await Promise.all(runs.map(({ id }) => shop.jobs(id)))).flat();
      // What a push starts may be there a moment after the push.
      if (runs.length > 0 && runs.every(({ status }) => status === "completed"))
        return Object.fromEntries(jobs.map(({ name, conclusion }) => [name, conclusion]));
      await sleep(100);
    }
  };

  test("judges a green pull request anew on another base; no other edit judges it, or hides what was judged", async () => {
    const { octokit, at, push } = shop;
    await push("long", { "a.txt": lines(700) }, "main");
    const head = await push("longer", { "b.txt": lines(100) }, "long");
    const { data } = await octokit.rest.pulls.create({ ...at, title: "A", head: "longer", base: "long" });
    const edit = (change: { base?: string; title?: string }) =>
      octokit.rest.pulls.update({ ...at, pull_number: data.number, ...change });
    expect(await checksAt(head)).toEqual({ "milepost/gates": "success" });
    await edit({ base: "main" });
    expect(await checksAt(head)).toEqual({ "milepost/gates": "failure" });
    await edit({ title: "B" });
    const edited = await checksAt(head);
    expect(edited["milepost/gates"]).toBe("failure");
    expect(Object.values(edited).sort()).toEqual(["failure", "skipped"]);
    await edit({ base: "long" });
    expect((await checksAt(head))["milepost/gates"]).toBe("success");
  });

  test("judges what a merge queue would bring", async () => {
    const { octokit, at, push, git } = shop;
    await push("short", { "c.txt": lines(10) }, "main");
    const { data } = await octokit.rest.pulls.create({ ...at, title: "C", head: "short", base: "main" });
    await shop.quiet();
    const name = `gh-readonly-queue/main/pr-${data.number}-${await git("rev-parse", "main")}`;
    expect(await checksAt(await push(name, { "d.txt": lines(690) }, "short"))).toEqual({
      "milepost/gates": "success",
    });
    expect(await checksAt(await push(name, { "e.txt": lines(1) }))).toEqual({ "milepost/gates": "failure" });
  });
});
