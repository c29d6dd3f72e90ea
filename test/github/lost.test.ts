import { planMarker } from "../../src/core/decide/texts.ts";
import { newTracking, ownLabel } from "../../src/core/snapshot/record.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { planWith } from "../core/scene.ts";
import { openWorld, type World } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const plan = planWith({ a: [{}, {}] });
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A repository with a plan's milestone and its two issues, and what a person may do to them. */
const stage = async () => {
  const { owner, repo } = await world.repository();
  const bot = clientOf(world, { owner, repo });
  const forge = forgeOf({ bot, reviewer: bot });
  const marker = planMarker("p");
  await forge.createLabels([{ name: ownLabel, color: "5319e7", description: "" }]);
  const { number } = await forge.createMilestone({ title: "P", description: marker, marker });
  const tracking = { title: "T", text: "", record: newTracking("p", new Date(0)), labels: [ownLabel] };
  await forge.createIssue(number, tracking);
  for (const { id, body, order, branch, phase, title } of plan.bodies.flatMap(({ todos }) => todos)) {
    const record = newRecord({ plan: "p", todo: id, body, order, branch, phase, needs: [], from: null });
    await forge.createIssue(number, { title, text: "", record, labels: [ownLabel] });
  }
  const { issues } = bot.octokit.rest;
  const at = { owner, repo };
  return {
    read: () => snapshotReader(bot, plan, async () => "live").read(),
    deleteMilestone: () => issues.deleteMilestone({ ...at, milestone_number: number }),
    edit: (issue_number: number, what: { body?: string; milestone?: null; labels?: string[] }) =>
      issues.update({ ...at, issue_number, ...what }),
    deleteLabel: () => issues.deleteLabel({ ...at, name: ownLabel }),
    /** An issue of a person's own, in the milestone. */
    draw: async () => {
      const person = clientOf(world, at, "owner");
      const content = { title: "Mine", body: "Look", milestone: number, labels: [ownLabel] };
      await person.octokit.rest.issues.create({ ...at, ...content });
    },
  };
};

type Place = Awaited<ReturnType<typeof stage>>;

test.each<[string, (place: Place) => Promise<unknown>, string]>([
  ["deletes the milestone", (place) => place.deleteMilestone(), "are in no milestone: #1, #2, #3"],
  [
    "takes an issue out of the milestone",
    (place) => place.edit(2, { milestone: null }),
    "are in no milestone: #2",
  ],
  ["deletes the label", (place) => place.deleteLabel(), "have lost the label `milepost`: #1, #2, #3"],
  [
    "takes the label off the tracking issue",
    (place) => place.edit(1, { labels: [] }),
    "have lost the label `milepost`: #1",
  ],
  ["writes over an issue's text", (place) => place.edit(2, { body: "Mine" }), "issue #2 cannot be read"],
])("a person who %s is told so, and no second issue is made", async (_, act, message) => {
  const place = await stage();
  await act(place);
  await expect(place.read()).rejects.toThrow(message);
});

test("an issue that a person gave our label to, or that lost it, is none of the plan's", async () => {
  const place = await stage();
  await place.draw();
  expect([...(await place.read()).snapshot.todos.keys()]).toEqual(["a-0", "a-1"]);
  await place.edit(2, { labels: [] });
  expect([...(await place.read()).snapshot.todos.keys()]).toEqual(["a-1"]);
});
