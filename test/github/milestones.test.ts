import { milestoneDescription, planMarker } from "../../src/core/decide/texts.ts";
import { createMilestone, findMilestone, writeMilestone } from "../../src/github/milestones.ts";
import { planWith } from "../core/scene.ts";
import { openWorld, type World } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const plan = planWith({ a: [{}] });
const named = { marker: planMarker(plan.id), title: plan.title };
const wanted = { ...named, description: milestoneDescription(plan) };
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A repository with one milestone that has the plan's title. */
const withMilestone = async (description: string, state: "open" | "closed") => {
  const { owner, repo } = await world.repository();
  const bot = clientOf(world, { owner, repo });
  const { data } = await bot.octokit.rest.issues.createMilestone({ owner, repo, title: "P", description });
  await writeMilestone(bot, { number: data.number, title: "P", description, open: state === "open" });
  return bot;
};

test.each<[string, string, "open" | "closed", boolean]>([
  ["one that a person opened", "For the fair", "open", true],
  ["the plan's own, whether open", planMarker("p"), "open", true],
  ["the plan's own, or closed", planMarker("p"), "closed", true],
  ["one that a person closed", "For the fair", "closed", false],
  ["another plan's", planMarker("q"), "open", false],
  ["that of a plan whose id begins alike", planMarker("p-2"), "open", false],
])(
  "of milestones with the plan's title, %s is taken or refused out loud",
  async (_, description, state, taken) => {
    const bot = await withMilestone(description, state);
    const found = await findMilestone(bot, named);
    expect(found?.number ?? null).toBe(taken ? 1 : null);
    if (taken) return;
    await expect(createMilestone(bot, wanted)).rejects.toMatchObject({
      message: 'the repository has a milestone "P" that is not this plan\'s',
      hint: expect.stringContaining("another title"),
    });
  },
);

test("a title that another milestone has is refused out loud when the plan is called so later", async () => {
  const bot = await withMilestone("", "open");
  const own = await createMilestone(bot, { ...wanted, title: "Q" });
  await expect(writeMilestone(bot, { ...own, title: "P" })).rejects.toThrow('a milestone "P"');
});
