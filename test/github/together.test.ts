import { planMarker } from "../../src/core/decide/texts.ts";
import { newTracking, ownLabel } from "../../src/core/snapshot/record.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import type { GitHub } from "../../src/github/client.ts";
import { forgeOf } from "../../src/github/forge.ts";
import { getIssue } from "../../src/github/issues.ts";
import { mutateAll } from "../../src/github/mutations.ts";
import { snapshotReader } from "../../src/github/snapshot.ts";
import { planWith } from "../core/scene.ts";
import { openWorld, type World } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const plan = planWith({ a: [{}] });
let world: World;
let at: { owner: string; repo: string };
let number: number;
beforeAll(async () => {
  world = await openWorld();
  const { owner, repo, push } = await world.repository();
  at = { owner, repo };
  const bot = clientOf(world, at);
  const forge = forgeOf({ bot, reviewer: bot });
  const marker = planMarker("p");
  await forge.createLabels([{ name: ownLabel, color: "5319e7", description: "" }]);
  const milestone = await forge.createMilestone({ title: "P", description: marker, marker });
  const tracking = { title: "T", text: "", record: newTracking("p", new Date(0)), labels: [ownLabel] };
  await forge.createIssue(milestone.number, tracking);
  for (const { id, body, order, branch, phase, title } of plan.bodies.flatMap(({ todos }) => todos)) {
    await push(branch, { [id]: "1\n" }, "main");
    const pull = { branch, base: "main", title, body: "", own: null, isNew: true };
    ({ number } = (await forge.openPull(pull)).pull);
    const identity = { plan: "p", todo: id, body, order, branch, phase, needs: [], from: null };
    const record = { ...newRecord(identity), base: "main", pull: number };
    await forge.createIssue(milestone.number, { title, text: "", record, labels: [ownLabel] });
  }
});
afterAll(() => world[Symbol.asyncDispose]());

/** A client whose requests of GraphQL are told, and whose answers may be made others. */
const asking = (answer: (data: unknown, query: string) => unknown = (data) => data) => {
  const github = clientOf(world, at);
  const queries: string[] = [];
  github.octokit.hook.wrap("request", async (request, options) => {
    const response = await request(options);
    if (options.url !== "/graphql") return response;
    queries.push(String(options.query));
    return { ...response, data: answer(response.data, String(options.query)) };
  });
  return { github, queries };
};

const readBoth = (github: GitHub) => Promise.allSettled([1, 99, 3].map((one) => getIssue(github, one)));

const found = [
  { status: "fulfilled", value: { issue: { number: 1 } } },
  { status: "rejected", reason: { status: 404 } },
  { status: "fulfilled", value: { issue: { number: 3 } } },
];

test("what is asked for at once goes in one request, and everybody hears of their own errors alone", async () => {
  const { github, queries } = asking();
  expect(await readBoth(github)).toMatchObject(found);
  expect(queries).toHaveLength(1);
});

test("what a forge does not answer together is asked for one by one", async () => {
  const { github, queries } = asking((data, query) =>
    query.includes("issue_1")
      ? { errors: [{ message: "Something went wrong while executing your query." }] }
      : data,
  );
  expect(await readBoth(github)).toMatchObject(found);
  expect(queries).toHaveLength(4);
});

test("a limit is not run into again for each who asked", async () => {
  const { github, queries } = asking(() => ({
    errors: [{ type: "RATE_LIMITED", message: "limit exceeded" }],
  }));
  for (const one of await readBoth(github)) expect(one).toMatchObject({ reason: { status: 429 } });
  expect(queries).toHaveLength(1);
});

test("of mutations in one request each says whether it was refused", async () => {
  const { github, queries } = asking();
  const [one, other] = [(await getIssue(github, 1))?.id, (await getIssue(github, 3))?.id];
  const part = { name: "addSubIssue", input: { issueId: one, subIssueId: other } };
  const blocked = { name: "addBlockedBy", input: { issueId: other, blockingIssueId: one } };
  const nowhere = { name: "addBlockedBy", input: { issueId: "I_nowhere", blockingIssueId: one } };
  const ended = await mutateAll(github, [part, nowhere, blocked, part]);
  expect(ended.map(({ refused }) => refused?.status ?? null)).toEqual([null, 404, null, 422]);
  expect(queries).toHaveLength(3);
});

/** An answer in which that list has another page, and nothing on the first. */
const cutOff = (list: string) => (data: unknown) => {
  const { data: found, ...more } = data as { data: { repository: Record<string, object> } };
  const { [list]: one, ...others } = found.repository;
  if (!one) return data;
  return {
    ...more,
    data: { repository: { ...others, [list]: { ...one, nodes: [], pageInfo: { hasNextPage: true } } } },
  };
};

test.each(["labels", "milestones", "issues", "pulls"])(
  "a look reads all %s where there is more than a page of them",
  async (list) => {
    const { github } = asking(cutOff(list));
    const reader = snapshotReader(github, plan, async () => "live");
    for (const look of ["first", "second"] as const) {
      const { snapshot } = await reader.read();
      expect([look, snapshot.labels.has(ownLabel), snapshot.milestone?.title]).toEqual([look, true, "P"]);
      expect([...snapshot.todos.keys()]).toEqual(["a-0"]);
      expect([...snapshot.pulls.values()].map((pull) => pull.number)).toEqual([number]);
    }
  },
);
