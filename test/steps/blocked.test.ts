import { planMarker } from "../../src/core/decide/texts.ts";
import { newTracking, ownLabel } from "../../src/core/snapshot/record.ts";
import type { TodoEvent } from "../../src/core/todo/event.ts";
import type { Reason } from "../../src/core/todo/reasons.ts";
import { newRecord, type TodoRecord } from "../../src/core/todo/record.ts";
import { transition } from "../../src/core/todo/transition.ts";
import { connect } from "../../src/github/client.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { orchestrate } from "../../src/steps/orchestrate.ts";
import type { Forge } from "../../src/steps/ports.ts";
import { settle } from "../../src/steps/settle.ts";
import { planWith } from "../core/scene.ts";
import { type Brief, withBrief } from "../core/todo/brief.ts";
import { openWorld } from "../forge/world.ts";
import { read } from "../gates/builders.ts";
import { nothingCarried } from "./nothing-carried.ts";

const plan = planWith({ a: [{}] }, { limits: { attempts: 1 } });
const [todo] = plan.bodies.flatMap(({ todos }) => todos);
if (!todo) throw new Error("the plan has a todo");
const claim = { run: "r", sha: "c".repeat(40), at: "2026-01-01T00:00:00Z" };

const stage = async (over: Brief) => {
  const world = await openWorld();
  const { owner, repo } = await world.repository();
  const bot = connect({
    url: world.forge.url,
    owner,
    repo,
    throttle: false,
    token: world.token("bot") ?? "",
  });
  const forge = forgeOf({ bot, reviewer: bot });
  const marker = planMarker("p");
  const { number } = await forge.createMilestone({ title: "P", description: marker, marker });
  const { id, body, order, branch, phase } = todo;
  const identity = { plan: "p", todo: id, body, order, branch, phase, needs: [], from: null };
  const records = [newTracking("p", new Date()), withBrief(newRecord(identity), over)];
  for (const record of records)
    await forge.createIssue(number, { title: "T", text: "", record, labels: [ownLabel] });
  const livenessOf = async () => "live" as const;
  const look = (killed: Partial<Forge> = {}) =>
    orchestrate({
      ...{ forge: { ...forge, ...killed }, reader: snapshotReader(bot, plan, livenessOf), plan },
      ...{ run: "now", livenessOf, now: () => new Date() },
      publisher: { fetch: crash, facts: crash, contains: crash },
    });
  const end = (killed: Partial<Forge> = {}) =>
    settle(
      { issue: 2, claim: claim.sha, todo: id, body, round: 1 } as never,
      { kind: "broken", reason: "the job failed", costs: [], served: [] },
      {
        ...{ plan, forge: { ...forge, ...killed }, progress: () => undefined, reviewerName: "r" },
        clock: () => Date.now(),
        publisher: {
          fetch: async () => undefined,
          diff: async () => "",
          facts: async () => read(),
          ...nothingCarried,
        },
      },
    );
  const comments = async () =>
    (await bot.octokit.rest.issues.listComments({ owner, repo, issue_number: 2 })).data.map(
      ({ body: text = "" }) => text,
    );
  const rewrite = async (next: (record: TodoRecord) => TodoRecord) => {
    const own = await forge.getIssue(2);
    if (own?.record.kind !== "todo") throw new Error("it is a todo's");
    const content = { ...own.issue, record: next(own.record), labels: [...own.issue.labels] };
    await forge.writeIssue(2, content);
  };
  const change = (told: Brief) => rewrite((record) => withBrief(record, told));
  const happen = (event: TodoEvent) => rewrite((record) => transition(record, event));
  return {
    ...{ look, end, comments, change, happen },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
};

const untold = (said: string): Reason => ({ code: "untold", said });

const crash = () => Promise.reject(new Error("killed"));

test.each([
  ["before it is told", { upsertComment: crash }],
  ["before that is remembered", { writeIssue: crash }],
])("what nobody told yet is told once, also by a run that was killed %s", async (_, killed) => {
  await using place = await stage({ status: "blocked", reason: untold("nobody knows") });
  await expect(place.look(killed)).rejects.toThrow("killed");
  for (let looks = 0; looks < 3; looks += 1) await place.look();
  expect(await place.comments()).toEqual([expect.stringContaining("nobody knows")]);
});

test.each([
  ["before it is told", { upsertComment: crash }],
  ["before that is remembered", { writeIssue: crash }],
])("a lane that ends blocked tells it once, also when it was killed %s", async (_, killed) => {
  await using place = await stage({ status: "working", claim, claimed: claim.sha });
  await expect(place.end(killed)).rejects.toThrow("killed");
  await place.end();
  await place.look();
  expect(await place.comments()).toEqual([expect.stringContaining("1 attempt failed; the job failed")]);
});

test("another reason is told in the same comment, and another block in a new one", async () => {
  await using place = await stage({ status: "blocked", reason: untold("first") });
  await place.look();
  await place.change({ status: "blocked", reason: untold("second") });
  await place.look();
  expect(await place.comments()).toEqual([expect.stringContaining("second")]);
  await place.happen({ type: "paused" });
  await place.happen({ type: "retried", by: "ada" });
  await place.look();
  await place.change({ status: "blocked", reason: untold("second") });
  await place.look();
  expect(await place.comments()).toHaveLength(2);
});
