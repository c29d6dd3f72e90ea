import type { LaneEntry } from "../../src/core/lane/handoff.ts";
import { reviewerScript } from "../local/world.ts";
import { install, planText } from "./plans.ts";
import { type ActionWorld, type Ended, entriesOf, openActionWorld } from "./world.ts";

const plan = `${planText}setup: ["test -e mended || exit 3"]\nverify: ["echo proved; test -e passes"]\n`;

/** A world whose plan has commands, and a way to run what orchestrate starts. */
const opened = async (world: ActionWorld) => {
  await install(world, reviewerScript());
  await world.push("main", { "plans/test.yml": plan });
  let id = 0;
  const orchestrate = async (): Promise<{ entries: LaneEntry[]; ended: Ended }> => {
    id += 1;
    const ended = await world.step("orchestrate", { run: { id }, inputs: { plan: "test" } });
    return { entries: entriesOf(ended.outputs), ended };
  };
  const prove = async ([entry]: readonly LaneEntry[], ended: "success" | "failure" = "success") => {
    expect(entry).toMatchObject({ kind: "proof", body: "_base", todo: "_base", from: "implement" });
    const inputs = { plan: "test", entry: JSON.stringify(entry) };
    const run = { id };
    const reader = { token: world.token("reviewer") };
    const proved = await world.step("implement", { run, inputs: { ...inputs, ...reader } });
    return { proved, settled: await world.step("settle", { run, inputs: { ...inputs, implement: ended } }) };
  };
  return { orchestrate, prove };
};

const trackingText = async ({ octokit, owner, repo }: ActionWorld): Promise<string> =>
  (await octokit.rest.issues.get({ owner, repo, issue_number: 1 })).data.body ?? "";

test("no lane starts before the plan's commands have passed on its base: it is told what fails, once, and goes on when it is mended", async () => {
  await using world = await openActionWorld();
  const { orchestrate, prove } = await opened(world);
  const { octokit, owner, repo } = world;
  const { proved, settled } = await prove((await orchestrate()).entries);
  expect(proved.requests.filter((asked) => /^(POST|PATCH|PUT|DELETE) /.test(asked))).toEqual([]);
  expect([proved.outputs.outcome, settled.outputs.result]).toEqual(["failed", "failed"]);
  expect(settled.requests).toContainEqual(expect.stringMatching(/POST .*\/dispatches/));
  const told = await orchestrate();
  expect([told.entries, told.ended.outputs["has-work"]]).toEqual([[], "false"]);
  expect(await trackingText(world)).toMatch(
    /`setup` fails at `test -e mended.*comment `\/milepost retry` on the plan's tracking issue/,
  );
  await octokit.rest.issues.createComment({ owner, repo, issue_number: 1, body: "/milepost retry" });
  expect((await prove((await orchestrate()).entries)).settled.outputs.result).toBe("failed");
  await world.push("main", { mended: "", passes: "" });
  expect((await prove((await orchestrate()).entries)).settled.outputs.result).toBe("passed");
  expect((await orchestrate()).entries).toEqual([expect.objectContaining({ kind: "work", todo: "a" })]);
  expect(await trackingText(world)).not.toContain("nothing was started");
  await world.push("main", { mended: "again" });
  const { requests } = (await orchestrate()).ended;
  expect(requests.filter((asked) => asked.includes("milepost/proof"))).toEqual([]);
});

test("a runner that cannot run the commands is told of; one that was cancelled is not", async () => {
  await using world = await openActionWorld();
  const { orchestrate } = await opened(world);
  const [entry] = (await orchestrate()).entries;
  const inputs = { plan: "test", entry: JSON.stringify(entry), implement: "failure" };
  const { outputs } = await world.step("settle", { inputs: { ...inputs, implement: "cancelled" } });
  expect(outputs.result).toBe("unknown");
  await world.step("settle", { inputs });
  expect((await orchestrate()).entries).toEqual([]);
  expect(await trackingText(world)).toMatch(/the plan's commands could not be run/);
});
