import { planMarker } from "../../src/core/decide/texts.ts";
import { newTracking, ownLabel } from "../../src/core/snapshot/record.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import { connect } from "../../src/github/client.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { processComments } from "../../src/steps/command.ts";
import { orchestrate } from "../../src/steps/orchestrate.ts";
import type { Forge } from "../../src/steps/ports.ts";
import { planWith } from "../core/scene.ts";
import { type Brief, inBrief, withBrief } from "../core/todo/brief.ts";
import { type As, openWorld } from "../forge/world.ts";

const plan = planWith({ a: [{}, {}] });
const todo = plan.bodies[0]?.todos[0];
if (!todo) throw new Error("the plan has a todo");
const claim = { run: "r", sha: "c".repeat(40), at: "2026-01-01T00:00:00Z" };

/** A plan on a real forge: its tracking issue and one todo that is blocked, or held by a run. */
const stage = async (record: Brief = { status: "blocked" }) => {
  const world = await openWorld();
  const { owner, repo } = await world.repository();
  const place = { url: world.forge.url, owner, repo, throttle: false };
  const requests = { read: 0, write: 0 };
  const bot = connect({ ...place, token: world.token("bot") ?? "" }, requests);
  let isLive = record.claim !== undefined;
  const livenessOf = async () => (isLive ? ("live" as const) : ("interrupted" as const));
  const forge = forgeOf({ bot, reviewer: bot });
  const { number } = await forge.createMilestone({
    title: "P",
    description: planMarker("p"),
    marker: planMarker("p"),
  });
  const tracking = await forge.createIssue(number, {
    title: "T",
    text: "",
    record: newTracking("p", new Date()),
    labels: [ownLabel],
  });
  const { id, body, order, branch, phase } = todo;
  const identity = { plan: "p", todo: id, body, order, branch, phase, needs: [], from: null };
  const issue = await forge.createIssue(number, {
    title: "A",
    text: "",
    record: withBrief(newRecord(identity), record),
    labels: [ownLabel],
  });
  const numbers = { tracking: tracking.issue.number, todo: issue.issue.number };
  const client = (as: As) => connect({ ...place, token: world.token(as) ?? "" }).octokit;
  const readsOnly = { owner, repo, username: "milepost-reviewer", permission: "pull" };
  await client("owner").rest.repos.addCollaborator(readsOnly);
  const ports = (over: Partial<Forge> = {}) => ({
    forge: { ...forge, ...over },
    reader: snapshotReader(bot, plan, livenessOf),
    publisher: { fetch: crash, facts: crash, contains: crash },
    ...{ plan, run: "now", livenessOf, now: () => new Date() },
  });
  const say = async (body: string, { on = numbers.todo, as = "owner" as As } = {}) =>
    (await client(as).rest.issues.createComment({ owner, repo, issue_number: on, body })).data.id;
  const edit = (comment_id: number, body: string) =>
    client("reviewer").rest.issues.updateComment({ owner, repo, comment_id, body });
  const permit = (as: As) =>
    client("owner").rest.repos.addCollaborator({
      owner,
      repo,
      username: `milepost-${as}`,
      permission: "push",
    });
  const answers = async (on = numbers.todo) => {
    const { data } = await client("owner").rest.issues.listComments({
      ...{ owner, repo, issue_number: on },
      per_page: 100,
    });
    return data.flatMap(({ user, body = "" }) => (user?.login === "milepost-bot" ? [body] : []));
  };
  const reactions = async (comment_id: number) => {
    const { data } = await client("owner").rest.reactions.listForIssueComment({ owner, repo, comment_id });
    return data.map(({ content }) => content);
  };
  const read = async () => {
    const record = (await forge.getIssue(numbers.todo))?.record;
    if (record?.kind !== "todo") throw new Error("the issue is a todo's");
    return inBrief(record);
  };
  const release = () => {
    isLive = false;
  };
  return {
    ...{ numbers, ports, say, edit, permit, answers, reactions, read, release, requests },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
};

const crash = () => Promise.reject(new Error("killed"));

test("a command is acknowledged, obeyed and answered once, however often it is looked for", async () => {
  await using place = await stage();
  const id = await place.say("/milepost retry");
  expect((await processComments(place.ports())).replies).toHaveLength(1);
  expect(await place.read()).toMatchObject({ status: "pending", blocked: null, heard: [id] });
  expect(await place.reactions(id)).toEqual(["eyes", "+1"]);
  expect(await processComments(place.ports())).toMatchObject({ changes: [], replies: [] });
  expect(await processComments(place.ports(), id)).toMatchObject({ changes: [], replies: [] });
  expect(await place.answers()).toHaveLength(1);
});

test.each<[string, Partial<Forge>]>([
  ["the record is written", { writeIssue: crash }],
  ["it is answered", { reply: crash }],
])("a run that is killed before %s leaves nothing undone and nothing done twice", async (_, killed) => {
  await using place = await stage();
  const id = await place.say("/milepost pause\n/milepost changes Say more");
  await expect(processComments(place.ports(killed))).rejects.toThrow("killed");
  await processComments(place.ports());
  expect(await place.answers()).toHaveLength(1);
  expect(await place.read()).toMatchObject({ paused: true, heard: [id] });
  const { snapshot: seen } = await place.ports().reader.read();
  expect(seen.fixes.map(({ issue }) => issue.title)).toEqual(["Say more"]);
});

test("someone who may only read is refused, once, and nothing happens", async () => {
  await using place = await stage();
  const id = await place.say("/milepost retry", { as: "reviewer" });
  await processComments(place.ports());
  await processComments(place.ports());
  expect(await place.read()).toMatchObject({ status: "blocked" });
  expect(await place.answers()).toEqual([expect.stringContaining("may not command here")]);
  expect(await place.reactions(id)).toEqual(["eyes", "-1"]);
});

test("however much somebody says who may only read, they are told once, it costs one request, and nobody waits for it", async () => {
  await using place = await stage();
  const first = await place.say("/milepost retry", { as: "reviewer" });
  for (let at = 0; at < 30; at += 1) await place.say(`/milepost help ${at}`, { as: "reviewer" });
  const own = await place.say("/milepost pause", { on: place.numbers.tracking });
  const ports = place.ports();
  const refusals = async () =>
    (await place.answers()).filter((text) => text.includes("may not command here"));
  await orchestrate(ports);
  expect(await refusals()).toHaveLength(1);
  expect(await place.reactions(own)).toEqual(["eyes", "+1"]);
  await place.edit(first, "/milepost skip no reason");
  await place.say("/milepost approve", { as: "reviewer" });
  const before = { ...place.requests };
  await processComments(ports);
  expect({ read: place.requests.read - before.read, write: place.requests.write - before.write }).toEqual({
    read: 3,
    write: 0,
  });
  expect(await refusals()).toHaveLength(1);
  expect(await place.reactions(first)).toEqual(["eyes", "-1"]);
  await place.permit("reviewer");
  await place.say("/milepost approve", { as: "reviewer" });
  await processComments(ports);
  expect((await place.answers()).at(-1)).toContain("no open pull request");
});

test("a stranger cannot answer in our name, nor can we command ourselves", async () => {
  await using place = await stage();
  const id = await place.say("/milepost retry");
  await place.say(`<!-- milepost-note answer ${id} --><!-- milepost-note obeyed -->\n`, { as: "reviewer" });
  await place.say("<!-- milepost-note x -->\n/milepost skip me", { as: "bot" });
  await processComments(place.ports());
  expect(await place.read()).toMatchObject({ status: "pending", heard: [id] });
});

test("what is said while a run holds the todo waits, says so, and is obeyed when the run has ended", async () => {
  await using place = await stage({ status: "working", claim, claimed: claim.sha });
  const id = await place.say("/milepost pause");
  await orchestrate(place.ports());
  expect(await place.answers()).toEqual([expect.stringContaining("obeyed when it has ended")]);
  expect(await place.read()).toMatchObject({ paused: false });
  place.release();
  await orchestrate(place.ports());
  expect(await place.read()).toMatchObject({ paused: true, claim: null, heard: [id] });
  expect(await place.answers()).toEqual([expect.stringContaining("no lane of it starts")]);
  expect(await place.reactions(id)).toEqual(["eyes", "+1"]);
});

test("once answered, comments cost nothing more", async () => {
  await using place = await stage();
  await place.say("/milepost pause", { on: place.numbers.tracking });
  for (let at = 0; at < 30; at += 1) await place.say(`Nothing ${at}`);
  const ports = place.ports();
  await orchestrate(ports);
  const before = { ...place.requests };
  await processComments(ports);
  expect({ read: place.requests.read - before.read, write: place.requests.write - before.write }).toEqual({
    read: 2,
    write: 0,
  });
});
