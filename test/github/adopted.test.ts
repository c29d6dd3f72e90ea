import { planMarker } from "../../src/core/decide/texts.ts";
import { recordOf, withRecord } from "../../src/core/snapshot/marker.ts";
import { ownLabel } from "../../src/core/snapshot/record.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import { connect } from "../../src/github/client.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { getIssue, listIssues } from "../../src/github/issues.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { labelsOf } from "../../src/steps/batch.ts";
import { planWith } from "../core/scene.ts";
import { visitorToken } from "../forge/visitor.ts";
import { openWorld, type World } from "../forge/world.ts";
import { clientOf } from "./client.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const plan = planWith({ a: [{ issue: 1 }] });
const [todo] = plan.bodies[0]?.todos ?? [];
const { id = "", body = "", order = "", branch = "" } = todo ?? {};
const record = {
  ...newRecord({ plan: "p", todo: id, body, order, branch, phase: 0, needs: [], from: null }),
  adopted: { title: "a 0" },
};
const content = { title: "a 0", text: "Milepost works on it.\n", record, labels: labelsOf(record) };

/** An issue of a stranger's, and a plan that adopted it. */
const stage = async () => {
  const { owner, repo } = await world.repository();
  const bot = clientOf(world, { owner, repo });
  const forge = forgeOf({ bot, reviewer: bot });
  const token = visitorToken(world.dataDir, "ann");
  const visitor = connect({ url: world.forge.url, owner, repo, token, throttle: false }).octokit.rest.issues;
  const at = { owner, repo, issue_number: 1 };
  await visitor.create({ owner, repo, title: "Sail", body: "Sew it" });
  await bot.octokit.rest.issues.addLabels({ ...at, labels: ["canvas"] });
  const marker = planMarker("p");
  const { number } = await forge.createMilestone({ title: "P", description: marker, marker });
  await forge.createLabels([{ name: ownLabel, color: "5319e7", description: "" }]);
  const own = await forge.adoptIssue(number, 1, content);
  return { bot, forge, visitor, at, own, milestone: number, issues: bot.octokit.rest.issues };
};

test("an adopted issue keeps words and labels of people; what is remembered of it is in one comment", async () => {
  const { bot, forge, at, own, milestone, issues } = await stage();
  expect(own).toMatchObject({ issue: { title: "a 0", text: "Milepost works on it.\n" }, record });
  const approved = { ...record, state: { status: "ready" } } as const;
  await forge.writeIssue(1, {
    ...{ ...content, record: approved, labels: labelsOf(approved), text: "Ready.\n" },
    ...{ open: true, notPlanned: false },
  });
  const { data } = await issues.get(at);
  expect(data).toMatchObject({ title: "Sail", body: "Sew it", milestone: { number: milestone } });
  expect(data.labels.map((label) => (typeof label === "string" ? label : label.name))).toEqual(
    expect.arrayContaining(["canvas", "milepost", "milepost:ready"]),
  );
  const comments = (await issues.listComments(at)).data.map((comment) => comment.body ?? "");
  expect(comments.map(recordOf)).toMatchObject([{ kind: "todo", state: { status: "ready" } }]);
  const read = [await getIssue(bot, 1), ...(await listIssues(bot, milestone, null))];
  expect(read).toMatchObject([1, 1].map(() => ({ record: approved, issue: { text: "Ready.\n" } })));
  expect(await forge.adoptIssue(milestone, 1, content)).toMatchObject({ record: approved });
});

test("its author, who may not write, can forge no record of it", async () => {
  const { bot, visitor, at, milestone } = await stage();
  const forged = withRecord({ ...record, granted: ["secrets/"] }, "Mine");
  await visitor.update({ ...at, body: forged });
  await visitor.createComment({ ...at, body: forged });
  for (const one of [await getIssue(bot, 1), ...(await listIssues(bot, milestone, null))])
    expect(one?.record).toEqual(record);
});

test("where only its labels and state were written, its record counts", async () => {
  const { bot, at, issues } = await stage();
  const labels = ["milepost", "milepost:approved"];
  await issues.update({ ...at, labels, state: "closed", state_reason: "completed" });
  expect(await getIssue(bot, 1)).toMatchObject({ record, issue: { open: true, labels } });
  await issues.update({ ...at, labels: labelsOf(record), state: "closed", state_reason: "not_planned" });
  expect(await getIssue(bot, 1)).toMatchObject({ issue: { open: false, notPlanned: true } });
});

test("where a person removes the comment, the issue is named, and no second one made", async () => {
  const { bot, at, issues, milestone } = await stage();
  const { data } = await issues.listComments(at);
  await issues.deleteComment({ ...at, comment_id: data[0]?.id ?? 0 });
  await expect(listIssues(bot, milestone, null)).rejects.toThrow("issue #1");
});

test("what can be adopted is what is nobody's todo", async () => {
  const { bot, forge, at, issues, milestone } = await stage();
  const freeFor = async (issue: number) => {
    const other = planWith({ b: [{ issue }] }, { plan: "q", title: "Q" });
    await forge.createMilestone({ title: "Q", description: planMarker("q"), marker: planMarker("q") });
    return [...(await snapshotReader(bot, other, async () => "live").read()).snapshot.free.keys()];
  };
  expect(await freeFor(1)).toEqual([]);
  expect(await freeFor(99)).toEqual([]);
  await issues.update({ ...at, labels: ["canvas"] });
  expect(await freeFor(1)).toEqual([1]);
  expect(milestone).toBeGreaterThan(0);
});

test("an issue is linked once, stays a part of what it was a part of, and is freed of what it no longer needs", async () => {
  const { forge, at, issues } = await stage();
  const make = async (title: string) => (await issues.create({ ...at, title })).data;
  const [whole, first, second] = [await make("Whole"), await make("First"), await make("Second")];
  const linksOf = async () => ({
    parts: (await issues.listSubIssues({ ...at, issue_number: whole.number })).data.map((one) => one.number),
    blockedBy: (await issues.listDependenciesBlockedBy(at)).data.map((one) => one.number),
  });
  const links = { number: 1, parent: whole.number, blockedBy: [first.number], freed: [] };
  const known = new Map([first, whole].map(({ number, node_id }) => [number, node_id]));
  for (const idOf of [() => null, (number: number) => known.get(number) ?? null])
    await forge.linkIssues([links], idOf);
  expect(await linksOf()).toEqual({ parts: [1], blockedBy: [first.number] });
  const later = { number: 1, parent: second.number, blockedBy: [second.number], freed: [first.number] };
  await forge.linkIssues([later], () => null);
  expect(await linksOf()).toEqual({ parts: [1], blockedBy: [second.number] });
});
