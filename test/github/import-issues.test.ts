import { importIssues } from "../../src/core/import/issues.ts";
import { noRepository } from "../../src/core/import/write.ts";
import { loadPlan } from "../../src/core/plan/load.ts";
import { issuesToImport } from "../../src/github/import-issues.ts";
import { openWorld, type World } from "../forge/world.ts";
import { clientOf } from "./client.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A repository with issues in a milestone, two of them parts of a third, one blocked by another. */
const withIssues = async () => {
  const { owner, repo } = await world.repository();
  const bot = clientOf(world, { owner, repo });
  const { issues } = bot.octokit.rest;
  const at = { owner, repo };
  const { data: milestone } = await issues.createMilestone({ ...at, title: "v2" });
  const make = async (title: string, more: object = {}) =>
    (await issues.create({ ...at, title, milestone: milestone.number, ...more })).data;
  const whole = await make("Checkout");
  const card = await make("Pay by card", { body: "With 3-D Secure." });
  const invoice = await make("Pay by invoice", { labels: ["web"] });
  const over = await make("Old basket");
  const own = await make("Made by Milepost", { labels: ["milepost"] });
  await issues.create({ ...at, title: "Of no milestone" });
  for (const part of [card, invoice])
    await issues.addSubIssue({ ...at, issue_number: whole.number, sub_issue_id: part.id });
  await issues.addBlockedByDependency({ ...at, issue_number: card.number, issue_id: invoice.id });
  await issues.update({ ...at, issue_number: over.number, state: "closed", state_reason: "not_planned" });
  return { bot, own };
};

test("a milestone's issues become a plan: parts are together, what blocks goes first, what is closed is left out", async () => {
  const { bot } = await withIssues();
  const read = await issuesToImport(bot, { milestone: "v2" });
  const imported = importIssues(read, { from: "o/r", facts: noRepository });
  if (!imported.ok) throw new Error(JSON.stringify(imported));
  const loaded = loadPlan(imported.text, "p.yml");
  expect(loaded).toMatchObject({
    plan: {
      id: "v2",
      bodies: [
        {
          title: "Checkout",
          todos: [
            { title: "Pay by invoice", needs: [] },
            {
              title: "Pay by card",
              needs: ["pay-by-invoice"],
              text: expect.stringContaining("With 3-D Secure."),
            },
          ],
        },
      ],
    },
  });
  expect(imported.account.flatMap(({ fate }) => (fate.to === "left" ? [[fate.what, fate.why]] : []))).toEqual(
    [
      ["Checkout", "group"],
      ["Old basket", "cancelled"],
      ["Made by Milepost", "own"],
    ],
  );
});

test("only issues of a label are read, and a milestone that is not there is said", async () => {
  const { bot } = await withIssues();
  const titles = (await issuesToImport(bot, { label: "web" })).map(({ title }) => title);
  expect(titles).toEqual(["Pay by invoice"]);
  await expect(issuesToImport(bot, { milestone: "v3" })).rejects.toMatchObject({ hint: 'it has "v2"' });
});
