import { workflowFiles } from "../../src/cli/workflow-files.ts";
import { noteMarker } from "../../src/core/snapshot/marker.ts";
import { holds, interpolate, type Json } from "../../src/forge/actions/engine/expressions.ts";
import { type Job, readWorkflow } from "./read.ts";

const written = await workflowFiles({ repository: "milepost-dev/milepost", ref: "v1" });

const jobOf = (file: string, id: string): Job => {
  const { text = "" } = written.find(({ path }) => path.endsWith(`/${file}`)) ?? {};
  const job = readWorkflow(text).jobs[id];
  if (!job) throw new Error(`${file} has no job ${id}`);
  return job;
};

const success = { success: true, failure: false, cancelled: false };
const [user, bot] = [{ type: "User" }, { type: "Bot" }];
const reviewed = (sender: Json, head: Json, body: string | null = null) => ({
  repository: "acme/shop",
  event_name: "pull_request_review",
  event: { sender, review: { body }, pull_request: { head: { repo: head } } },
});
const commented = (sender: Json, body: string) => ({
  repository: "acme/shop",
  event_name: "issue_comment",
  event: { sender, comment: { body } },
});

test.each([
  ["a person's command", commented(user, "Please\n/Milepost pause"), true],
  ["a comment without one", commented(user, "Well done"), false],
  ["an App's answer to a command", commented(bot, "`/milepost pause`: done"), false],
  ["a person's review", reviewed(user, { full_name: "acme/shop" }), true],
  [
    "our verdict by a person's token",
    reviewed(user, { full_name: "acme/shop" }, noteMarker("review")),
    false,
  ],
  ["an App's review", reviewed(bot, { full_name: "acme/shop" }), false],
  ["a review of a fork's pull request", reviewed(user, { full_name: "eve/shop" }), false],
  ["a review of a pull request whose fork is gone", reviewed(user, null), false],
])("what %s starts a job for", (_, github, isHeard) => {
  const { if: condition } = jobOf("milepost-commands.yml", "command");
  expect(holds(condition, { values: { github }, outcome: success })).toBe(isHeard);
});

test("orchestrate reads the plans of the branch as they are, also in a run that is started again", () => {
  const [checkout] = jobOf("milepost.yml", "orchestrate").steps;
  const github = { ref: "refs/heads/main", sha: "0123456789" };
  expect(interpolate(String(checkout?.with.ref), { values: { github } })).toBe("refs/heads/main");
});

test("a dry run sends no run away that waits for its turn, and runs of a plan take turns", () => {
  const { group = "" } = jobOf("milepost.yml", "orchestrate").concurrency ?? {};
  const inGroup = (inputs: Json) => interpolate(group, { values: { inputs } });
  const turn = inGroup({ plan: "small", "dry-run": false });
  expect(inGroup({ plan: "small", parallel: "2", "dry-run": false })).toBe(turn);
  expect(inGroup({ plan: "small", "dry-run": true })).not.toBe(turn);
  expect(inGroup({})).toBe("milepost-orchestrate-every-open-plan");
});

const moved = { base: { ref: { from: "side" }, sha: { from: "0123456789" } } };
const pulled = (action: string, changes: Json = null) => ({
  event_name: "pull_request",
  event: { action, pull_request: { number: 7 }, ...(changes === null ? {} : { changes }) },
});

test.each([
  ["opens a pull request", pulled("opened"), true],
  ["pushes to one", pulled("synchronize"), true],
  ["opens one again", pulled("reopened"), true],
  ["gives one another base", pulled("edited", moved), true],
  ["gives one another base and title", pulled("edited", { ...moved, title: { from: "A" } }), true],
  ["gives one another title", pulled("edited", { title: { from: "A" } }), false],
  ["edits one without a change", pulled("edited", {}), false],
  [
    "queues one",
    {
      event_name: "merge_group",
      event: { action: "checks_requested", merge_group: { head_ref: "refs/heads/q" } },
    },
    true,
  ],
])(
  "the gates judge when somebody %s; a job that is skipped bears no name that is required",
  (_, github, isJudged) => {
    const { if: condition, name } = jobOf("milepost-checks.yml", "gates");
    const values = { github };
    expect(holds(condition, { values, outcome: success })).toBe(isJudged);
    expect(interpolate(name ?? "", { values }) === "milepost/gates").toBe(isJudged);
  },
);

test("an edit that leaves the base alone ends no run of the gates, and every other event ends those before it", () => {
  const { text = "" } = written.find(({ path }) => path.endsWith("/milepost-checks.yml")) ?? {};
  const { group } = readWorkflow(text).concurrency;
  const inGroup = (github: Json) => interpolate(group, { values: { github } });
  const judging = inGroup(pulled("opened"));
  expect(judging).toBe("milepost-checks-7");
  expect(inGroup(pulled("synchronize"))).toBe(judging);
  expect(inGroup(pulled("edited", moved))).toBe(judging);
  expect(inGroup(pulled("edited", { title: { from: "A" } }))).not.toBe(judging);
});
