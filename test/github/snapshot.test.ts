import { planMarker } from "../../src/core/decide/texts.ts";
import { ownLabel } from "../../src/core/snapshot/record.ts";
import type { Liveness } from "../../src/core/snapshot/snapshot.ts";
import { newRecord, type TodoRecord } from "../../src/core/todo/record.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { planWith } from "../core/scene.ts";
import { openWorld } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const plan = planWith({ a: [{}] });
const todo = plan.bodies[0]?.todos[0];
if (!todo) throw new Error("the plan has a todo");
const { id, body, order, branch, phase } = todo;
const claim = { run: "r", sha: "c".repeat(40), at: "2026-01-01T00:00:00Z" };
const claimed: TodoRecord = {
  ...newRecord({ plan: "p", todo: id, body, order, branch, phase, needs: [], from: null }),
  state: { status: "working", claim, verdict: null },
  claimed: claim.sha,
};

/** A real forge with the issue of a claimed todo; `write` is what a lane writes into it. */
const stage = async () => {
  const world = await openWorld();
  const { owner, repo } = await world.repository();
  const bot = clientOf(world, { owner, repo });
  const forge = forgeOf({ bot, reviewer: bot });
  const marker = planMarker("p");
  const { number } = await forge.createMilestone({ title: "P", description: marker, marker });
  const content = { title: "A", text: "", labels: [ownLabel] };
  const { issue } = await forge.createIssue(number, { ...content, record: claimed });
  const write = (record: TodoRecord) =>
    forge.writeIssue(issue.number, { ...content, record, open: true, notPlanned: false });
  const read = async (livenessOf: () => Promise<Liveness>) =>
    (await snapshotReader(bot, plan, livenessOf).read()).snapshot.todos.get(id);
  const edit = (body: string) =>
    bot.octokit.rest.issues.update({ owner, repo, issue_number: issue.number, body });
  return { write, read, edit, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
};

test("a lane that settles while the plan is read is not taken for one that ended without a result", async () => {
  await using place = await stage();
  const settled: TodoRecord = { ...claimed, state: { status: "changes", verdict: null }, rounds: 1 };
  const seen = await place.read(async () => {
    await place.write(settled);
    return "interrupted";
  });
  expect(seen).toMatchObject({ claim: null, record: settled });
});

test("a run that ended without a result is seen to have ended", async () => {
  await using place = await stage();
  expect(await place.read(async () => "failed")).toMatchObject({ claim: "failed", record: claimed });
});

test("a record that somebody broke is an error, so that no second issue is made", async () => {
  await using place = await stage();
  await place.edit('<!-- milepost {"v":1 -->\n\nBroken');
  await expect(place.read(async () => "live")).rejects.toThrow(
    "the record at the beginning of issue #1 cannot be read",
  );
});
