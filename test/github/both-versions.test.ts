import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { planMarker } from "../../src/core/decide/texts.ts";
import { ownLabel, trackingRecordSchema } from "../../src/core/snapshot/record.ts";
import type { Liveness } from "../../src/core/snapshot/snapshot.ts";
import { todoRecordSchema } from "../../src/core/todo/record.ts";
import { todoRecordV1Schema } from "../../src/core/todo/record-v1.ts";
import { claimSchema } from "../../src/core/todo/state.ts";
import { transition } from "../../src/core/todo/transition.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { orchestrate } from "../../src/steps/orchestrate.ts";
import { readClaimed, writeRecord } from "../../src/steps/record.ts";
import { load } from "../core/world/plans.ts";
import { openWorld, type World } from "../forge/world.ts";
import { clientOf } from "./client.ts";

/*
 * A run that began under version 1 goes on while this version looks at the same plan: until its claim has ended, it must
 * be able to read its todo and the plan's record. What it writes here is what it wrote: see the file of its records.
 */

interface Left {
  readonly name: string;
  readonly issue: { readonly title: string; readonly body: string; readonly labels: string[] };
}
const file = join(process.cwd(), "test/core/snapshot/records-v1.json");
const { plans, records }: { plans: { whole: object }; records: Left[] } = JSON.parse(
  readFileSync(file, "utf8"),
);
const plan = load(plans.whole);
const left = (name: string): Left["issue"] => {
  const found = records.find((one) => one.name === name);
  if (!found) throw new Error(`version 1 left nothing ${name}`);
  return found.issue;
};

/** The reader of the first version, which took no key that it did not know. */
const versionOne = z.discriminatedUnion("kind", [
  z.strictObject({
    ...todoRecordV1Schema.omit({ told: true, logs: true }).shape,
    claim: z.strictObject(claimSchema.omit({ reads: true }).shape).nullable(),
  }),
  z.strictObject({ ...trackingRecordSchema.shape, v: z.literal(1) }),
]);

const markerOf = (body: string): unknown => JSON.parse(/^<!-- milepost (\{.*\}) -->/.exec(body)?.[1] ?? "");

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** The plan as version 1 left it while one of its runs is at work on the first todo, and another todo is ready. */
const stage = async () => {
  const { owner, repo } = await world.repository();
  const at = { owner, repo };
  const bot = clientOf(world, at);
  const forge = forgeOf({ bot, reviewer: bot });
  const marker = planMarker(plan.id);
  await forge.createLabels([{ name: ownLabel, color: "5319e7", description: "" }]);
  const { number: milestone } = await forge.createMilestone({
    title: plan.title,
    description: marker,
    marker,
  });
  const { issues } = bot.octokit.rest;
  const numbers = [];
  for (const name of ["tracking: new", "working, held by a live run", "ready"]) {
    const { title, body, labels } = left(name);
    numbers.push((await issues.create({ ...at, title, body, labels, milestone })).data.number);
  }
  const [tracking = 0, held = 0, ready = 0] = numbers;
  let liveness: Liveness = "live";
  const livenessOf = async (run: string) => (run === "run-1" ? liveness : ("live" as const));
  return {
    ...{ tracking, held, ready, forge },
    look: () =>
      orchestrate({
        ...{ forge, reader: snapshotReader(bot, plan, livenessOf), plan, run: "run-2" },
        publisher: { fetch: refuse, facts: refuse, contains: refuse },
        ...{ livenessOf, now: () => new Date() },
      }),
    bodyOf: async (issue_number: number) => (await issues.get({ ...at, issue_number })).data.body ?? "",
    write: (issue_number: number, { title, body, labels }: Left["issue"]) =>
      issues.update({ ...at, issue_number, title, body, labels }),
    say: (issue_number: number, body: string) =>
      clientOf(world, at, "owner").octokit.rest.issues.createComment({ ...at, issue_number, body }),
    die: () => {
      liveness = "interrupted";
    },
  };
};

const refuse = () => Promise.reject(new Error("nothing is judged here"));

type Place = Awaited<ReturnType<typeof stage>>;
const read = async (place: Place, number: number) => markerOf(await place.bodyOf(number));

test.each<[string, (place: Place) => unknown, object]>([
  [
    "settles it",
    ({ write, held }) => write(held, left("failed once before anything was proposed")),
    { failed: 1, lost: 0 },
  ],
  ["dies", ({ die }) => die(), { failed: 0, lost: 1 }],
])(
  "a run of version 1 can read its todo and the plan until it %s, and then both become version 2",
  async (_, end, expected) => {
    const place = await stage();
    const before = await place.bodyOf(place.held);
    await place.look();
    await place.say(place.held, "/milepost pause");
    await place.look();
    expect(await place.bodyOf(place.held)).toBe(before);
    expect(versionOne.parse(await read(place, place.tracking))).toMatchObject({
      inbox: { waiting: [{ todo: "first" }] },
    });
    // What no run of version 1 holds is this version's, and is at work.
    expect(todoRecordSchema.parse(await read(place, place.ready)).state).toMatchObject({
      status: "working",
      claim: { run: "run-2" },
    });

    await end(place);
    await place.look();
    expect(todoRecordSchema.parse(await read(place, place.held))).toMatchObject({
      ...{ v: 2, state: { status: "pending" }, paused: true },
      ...expected,
    });
    expect(trackingRecordSchema.parse(await read(place, place.tracking))).toMatchObject({
      ...{ v: 2, inbox: { waiting: [] } },
    });
  },
);

test("a step of this version in a lane of version 1 leaves what the next step of that version reads", async () => {
  const place = await stage();
  const entry = { issue: place.held, todo: "first", claim: "c".repeat(40) };
  const { own, record } = await readClaimed(place.forge, entry as never);
  const proposed = transition(record, {
    ...{ type: "proposed", pull: 20, head: "b".repeat(40), lines: 3 },
    checked: { commit: "b".repeat(40), gates: ["size"], ran: [] },
  });
  await writeRecord(place.forge, { own, record: proposed, open: true });
  expect(versionOne.parse(await read(place, place.held))).toMatchObject({
    ...{ v: 1, status: "review", pull: 20, lines: 3 },
    claim: { run: "run-1", sha: "c".repeat(40) },
  });
});
