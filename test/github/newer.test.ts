import { ownTodo } from "../../src/action/check/own-todo.ts";
import { planMarker } from "../../src/core/decide/texts.ts";
import { newTracking, ownLabel } from "../../src/core/snapshot/record.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { processComments } from "../../src/steps/command.ts";
import { orchestrate } from "../../src/steps/orchestrate.ts";
import { readClaimed } from "../../src/steps/record.ts";
import { planWith } from "../core/scene.ts";
import { withBrief } from "../core/todo/brief.ts";
import { openWorld, type World } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const plan = planWith({ a: [{}] });
const [todo] = plan.bodies.flatMap(({ todos }) => todos);
if (!todo) throw new Error("the plan has a todo");
const claim = { run: "r", sha: "c".repeat(40), at: "2026-01-01T00:00:00Z" };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** A plan on a forge: its tracking issue, a todo that a run holds, and a fix of it; in this order. */
const stage = async () => {
  const { owner, repo } = await world.repository();
  const requests = { read: 0, write: 0 };
  const bot = { ...clientOf(world, { owner, repo }), requests };
  const forge = forgeOf({ bot, reviewer: bot });
  const marker = planMarker("p");
  await forge.createLabels([{ name: ownLabel, color: "5319e7", description: "" }]);
  const { number } = await forge.createMilestone({ title: "P", description: marker, marker });
  const { id, body, order, branch, phase } = todo;
  const identity = { plan: "p", todo: id, body, order, branch, phase, needs: [], from: null };
  const fix = { v: 1, kind: "fix", plan: "p", todo: id, key: "k", cause: "person", round: 0 } as const;
  const records = [
    newTracking("p", new Date()),
    withBrief(newRecord(identity), { status: "working", claim, claimed: claim.sha }),
    fix,
  ];
  for (const record of records)
    await forge.createIssue(number, { title: "T", text: "Words", record, labels: [ownLabel] });
  const at = { owner, repo };
  const { issues, repos } = clientOf(world, at, "owner").octokit.rest;
  const livenessOf = async () => "live" as const;
  const reader = snapshotReader(bot, plan, livenessOf);
  const all = async () =>
    (await issues.listForRepo({ ...at, state: "all" })).data.map(({ body: text, updated_at }) => [
      text,
      updated_at,
    ]);
  const edit = async (issue_number: number, change: (body: string) => string) => {
    const { data } = await issues.get({ ...at, issue_number });
    await issues.update({ ...at, issue_number, body: change(data.body ?? "") });
  };
  return {
    ...{ at, number, issues, repos, edit, all, forge },
    ports: { forge, reader, publisher: nothing, plan, run: "now", livenessOf, now: () => new Date() },
  };
};

const refuse = () => Promise.reject(new Error("nothing is judged here"));
const nothing = { fetch: refuse, facts: refuse, contains: refuse };

type Place = Awaited<ReturnType<typeof stage>>;

const asVersion = (v: number) => (body: string) => body.replace(/"v":\d/, `"v":${v}`);
const asKind = (body: string) => body.replace(/"kind":"\w+"/, '"kind":"proof"');
const notEvenLike = () => '<!-- milepost {"v":7,"todos":[1]} -->\n\nAll new';

const steps: [string, (place: Place) => Promise<unknown>][] = [
  ["orchestrate", ({ ports }) => orchestrate(ports)],
  ["command", ({ ports }) => processComments(ports)],
];

test.each(
  steps.flatMap(([step, take]) =>
    [
      ["a tracking issue of version 3", 1, asVersion(3)],
      ["a todo of version 3", 2, asVersion(3)],
      ["a todo of version 40", 2, asVersion(40)],
      ["a fix of version 3", 3, asVersion(3)],
      ["a kind of record that it does not know", 3, asKind],
      ["a version in which nothing is as it was", 2, notEvenLike],
    ].map(([what, number, change]) => [step, what, number, change, take] as const),
  ),
)("%s ends at %s, says to update, and touches nothing", async (_step, _what, number, change, take) => {
  const place = await stage();
  await place.edit(number as number, change as (body: string) => string);
  const before = await place.all();
  await expect(take(place)).rejects.toMatchObject({
    message: expect.stringMatching(/was written by a newer Milepost: update/),
    hint: expect.not.stringContaining("take the label"),
  });
  expect(await place.all()).toEqual(before);
});

test("a pull request that names a newer Milepost's todo is not judged by less than that grants", async () => {
  const place = await stage();
  const pull = {
    number: 9,
    base: { ref: "main", sha: "" },
    head: { ref: todo.branch, sha: "" },
    isFork: false,
  };
  const judged = () => ownTodo(clientOf(world, place.at), { ...pull, todo: 2 });
  await expect(judged()).resolves.toMatchObject({ todo: todo.id });
  await place.edit(2, asVersion(3));
  await expect(judged()).rejects.toThrow(/newer Milepost: update/);
});

test("a lane whose todo a newer Milepost has taken over writes nothing into it", async () => {
  const place = await stage();
  const entry = { issue: 2, todo: todo.id, claim: claim.sha };
  await expect(readClaimed(place.forge, entry as never)).resolves.toBeDefined();
  await place.edit(2, asVersion(3));
  await expect(readClaimed(place.forge, entry as never)).rejects.toThrow(/newer Milepost: update/);
});

test.each([
  ["of a newer version", '<!-- milepost {"v":9,"kind":"todo","plan":"p","todo":"x"} -->'],
  ["that cannot be read", "<!-- milepost {oops -->"],
])(
  "a stranger's issue with a marker %s stops no plan, even with our label in its milestone",
  async (_, body) => {
    const place = await stage();
    const stranger = clientOf(world, place.at, "reviewer").octokit.rest.issues;
    await place.repos.removeCollaborator({ ...place.at, username: "milepost-reviewer" });
    const { data } = await stranger.create({ ...place.at, title: "Mine", body });
    const drawn = { issue_number: data.number, milestone: place.number, labels: [ownLabel] };
    await place.issues.update({ ...place.at, ...drawn });
    expect([...(await place.ports.reader.read()).snapshot.todos.keys()]).toEqual([todo.id]);
  },
);

test("who opened the milestone is trusted after they have left", async () => {
  const place = await stage();
  await place.repos.removeCollaborator({ ...place.at, username: "milepost-bot" });
  await place.edit(2, asVersion(3));
  const { read } = snapshotReader(clientOf(world, place.at, "owner"), plan, place.ports.livenessOf);
  await expect(read()).rejects.toThrow(/newer Milepost: update/);
});

test("a newer tracking issue that has lost our label is no reason to begin anew", async () => {
  const place = await stage();
  await place.edit(1, asVersion(3));
  await place.issues.update({ ...place.at, issue_number: 1, labels: [] });
  await expect(place.ports.reader.read()).rejects.toThrow(/newer Milepost: update/);
});
