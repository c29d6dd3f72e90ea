import { planMarker } from "../../src/core/decide/texts.ts";
import { ownLabel } from "../../src/core/snapshot/record.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { planWith } from "../core/scene.ts";
import { openWorld } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const plan = planWith({ a: [{}], b: [{ needs: ["a-0"] }] });

/** A real forge with a stack of two todos, each with its branch and pull request. */
const stage = async () => {
  const world = await openWorld();
  const { owner, repo, push } = await world.repository();
  const bot = clientOf(world, { owner, repo });
  const forge = forgeOf({ bot, reviewer: bot });
  const marker = planMarker("p");
  const milestone = await forge.createMilestone({ title: "P", description: marker, marker });
  const numbers: number[] = [];
  let base = "main";
  for (const { id, body, order, branch, phase, title } of plan.bodies.flatMap(({ todos }) => todos)) {
    await push(branch, { [id]: "1\n" }, base);
    const { pull } = await forge.openPull({ own: null, branch, base, title, body: "", isNew: true });
    const identity = { plan: "p", todo: id, body, order, branch, phase, needs: [], from: null };
    const record = { ...newRecord(identity), base, pull: pull.number };
    await forge.createIssue(milestone.number, { title, text: "", record, labels: [ownLabel] });
    numbers.push(pull.number);
    base = branch;
  }
  const at = { owner, repo };
  const merge = async (pull_number: number, how: "merge" | "squash") => {
    await bot.octokit.rest.pulls.merge({ ...at, pull_number, merge_method: how });
  };
  const reader = snapshotReader(bot, plan, async () => "live");
  const states = async () =>
    [...(await reader.read()).snapshot.pulls.values()].map(({ number, state }) => [number, state]);
  const [lower = 0, upper = 0] = numbers;
  return { bot, at, merge, states, lower, upper, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
};

test("what was merged into a branch that was merged before has gone astray, until a person brings it on", async () => {
  await using place = await stage();
  const { bot, at, merge, states, lower, upper } = place;
  await merge(lower, "squash");
  await merge(upper, "merge");
  expect(await states()).toEqual([
    [lower, "merged"],
    [upper, "astray"],
  ]);
  const { data } = await bot.octokit.rest.pulls.create({
    ...at,
    head: "p/00a-a-0",
    base: "main",
    title: "On",
  });
  await merge(data.number, "merge");
  expect(await states()).toEqual([
    [lower, "merged"],
    [upper, "merged"],
  ]);
});

test("a pull request that a person opens from a todo's branch to another base is none of the todo's", async () => {
  await using place = await stage();
  const { bot, at, states, lower, upper } = place;
  await bot.octokit.rest.git.createRef({
    ...at,
    ref: "refs/heads/release",
    sha: await headOf(place, "main"),
  });
  const { data } = await bot.octokit.rest.pulls.create({
    ...at,
    head: "p/00a-a-0",
    base: "release",
    title: "Mine",
  });
  expect(data.number).toBeGreaterThan(upper);
  const own = [
    [lower, "open"],
    [upper, "open"],
  ];
  expect(await states()).toEqual(own);
  const forge = forgeOf({ bot, reviewer: bot });
  const content = { branch: "p/00a-a-0", base: "main", title: "", body: "", isNew: false };
  for (const own of [await forge.getPull(lower), null])
    expect(await forge.openPull({ ...content, own })).toMatchObject({
      created: false,
      pull: { number: lower },
    });
});

const headOf = async ({ bot, at }: Awaited<ReturnType<typeof stage>>, branch: string): Promise<string> =>
  (await bot.octokit.rest.repos.getBranch({ ...at, branch })).data.commit.sha;
