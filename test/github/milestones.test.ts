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

test.each<[string, string, "open" | "closed", string | null]>([
  ["one that a person opened", "For the fair", "open", null],
  ["the plan's own, whether open", planMarker("p"), "open", null],
  ["the plan's own, or closed", planMarker("p"), "closed", null],
  ["one that a person closed", "For the fair", "closed", "it is closed: open it"],
  ["another plan's", planMarker("q"), "open", "it is the plan q's: give this plan another title"],
  ["that of a plan whose id begins alike", planMarker("p-2"), "open", "the id `p-2` back"],
])(
  "of milestones with the plan's title, %s is taken or refused as soon as it is looked for",
  async (_, description, state, hint) => {
    const bot = await withMilestone(description, state);
    if (hint === null) {
      expect(await findMilestone(bot, named)).toMatchObject({ number: 1 });
      return;
    }
    const refused = {
      message: 'the repository has a milestone "P" that is not this plan\'s',
      hint: expect.stringContaining(hint),
    };
    await expect(findMilestone(bot, named)).rejects.toMatchObject(refused);
    await expect(createMilestone(bot, wanted)).rejects.toMatchObject(refused);
  },
);

test("a title that another milestone has is refused out loud when the plan is called so later", async () => {
  const bot = await withMilestone("", "open");
  const own = await createMilestone(bot, { ...wanted, title: "Q" });
  await expect(writeMilestone(bot, { ...own, title: "P" })).rejects.toThrow('a milestone "P"');
});
