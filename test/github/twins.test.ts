import { forgeOf } from "../../src/github/forge.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { orchestrate } from "../../src/steps/orchestrate.ts";
import { planWith } from "../core/scene.ts";
import { openWorld } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const plan = planWith({ a: [{}], b: [{}] });
const crash = () => Promise.reject(new Error("killed"));

/** A forge to which each create arrives twice; `answered` is the one whose answer comes back. */
const stage = async (answered: "first" | "second") => {
  const world = await openWorld();
  const { owner, repo, push } = await world.repository();
  const bot = clientOf(world, { owner, repo });
  const reviewer = clientOf(world, { owner, repo }, "reviewer");
  let isTwice = true;
  for (const { octokit } of [bot, reviewer])
    octokit.hook.wrap("request", async (request, options) => {
      const isQuery = String(options.query ?? "").startsWith("query");
      const isCreate = options.method === "POST" && !isQuery;
      if (!isTwice || !isCreate) return await request(options);
      const [first, second] = [
        await Promise.allSettled([request(options)]),
        await Promise.allSettled([request(options)]),
      ].flat();
      const [wanted, other] = answered === "first" ? [first, second] : [second, first];
      if (wanted?.status === "fulfilled") return wanted.value;
      if (other?.status !== "fulfilled" || statusOf(wanted?.reason) === 422) throw wanted?.reason;
      return other.value;
    });
  const livenessOf = async () => "live" as const;
  const forge = forgeOf({ bot, reviewer });
  const look = () =>
    orchestrate({
      ...{ forge, reader: snapshotReader(bot, plan, livenessOf), plan },
      ...{ run: "now", livenessOf, now: () => new Date() },
      publisher: { fetch: crash, facts: crash, contains: crash },
    });
  const once = () => {
    isTwice = false;
  };
  const at = { owner, repo };
  const issues = async () =>
    (await bot.octokit.rest.issues.listForRepo({ ...at, state: "all", per_page: 100 })).data.filter(
      ({ pull_request }) => !pull_request,
    );
  return {
    ...{ at, bot, forge, look, once, issues, push, reader: snapshotReader(bot, plan, livenessOf) },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
};

const statusOf = (reason: unknown): unknown =>
  typeof reason === "object" && reason !== null && "status" in reason ? reason.status : null;

test.each(["first", "second"] as const)(
  "of what was made twice one stays, whichever of the two was answered: the %s",
  async (answered) => {
    await using place = await stage(answered);
    const { entries } = await place.look();
    expect(entries.map(({ todo }) => todo).sort()).toEqual(["a-0", "b-0"]);
    expect(await place.issues()).toHaveLength(6);
    place.once();
    await place.look();
    const all = await place.issues();
    const open = all.filter(({ state }) => state === "open");
    expect(open.map(({ title }) => title).sort()).toEqual(["Milepost: P", "a 0", "b 0"]);
    expect(entries.every(({ issue }) => open.some(({ number }) => number === issue))).toBe(true);
    const closed = all.find(({ state }) => state === "closed")?.number ?? 0;
    const { data } = await place.bot.octokit.rest.issues.listComments({ ...place.at, issue_number: closed });
    expect(data.map(({ body }) => body)).toEqual([expect.stringContaining("made this twice")]);
    const { octokit } = place.bot;
    expect((await octokit.rest.issues.listMilestones(place.at)).data).toHaveLength(1);
    const labels = (await octokit.rest.issues.listLabelsForRepo({ ...place.at, per_page: 100 })).data;
    expect(new Set(labels.map(({ name }) => name)).size).toBe(labels.length);
  },
);

test("of a pull request, its approval and a comment made twice one of each stays", async () => {
  await using place = await stage("second");
  const { entries } = await place.look();
  const [entry] = entries;
  if (!entry) throw new Error("a lane is started");
  const { forge, at, bot } = place;
  const head = await place.push(entry.branch, { "a.txt": "1\n" }, "main");
  const content = { own: null, branch: entry.branch, base: "main", title: "A", body: "", isNew: true };
  const { pull } = await forge.openPull(content);
  const review = {
    name: "review 1",
    isNew: true,
    event: "APPROVE" as const,
    body: "Good",
    commit: pull.head,
  };
  await forge.postReview(pull.number, { ...review, comments: [] });
  await forge.upsertComment(pull.number, { name: "gates", text: "They pass", isNew: true });
  place.once();
  const { rest } = bot.octokit;
  const pulls = (await rest.pulls.list({ ...at, state: "all" })).data;
  expect(pulls).toHaveLength(1);
  const on = { ...at, pull_number: pull.number };
  expect((await rest.pulls.listReviews(on)).data).toHaveLength(2);
  await place.look();
  const states = (await rest.pulls.listReviews(on)).data.map(({ state }) => state);
  expect(states).toEqual(["APPROVED", "DISMISSED"]);
  const comments = (await rest.issues.listComments({ ...at, issue_number: pull.number })).data;
  expect(comments.filter(({ body }) => body?.includes("They pass"))).toHaveLength(1);
  expect(head).toBeDefined();
});
