import { buildSchema } from "graphql";
import { schemaText } from "../../src/forge/graphql/schema.ts";
import { operations } from "../../src/forge/operations.ts";
import { accountsScenarios } from "./contract/accounts.ts";
import { actionsScenarios, contractClock, contractScripts } from "./contract/actions.ts";
import { appsScenarios, contractApp } from "./contract/apps.ts";
import { callerOf, type Seen } from "./contract/call.ts";
import { checksScenarios } from "./contract/checks.ts";
import { describedOperation, undescribed } from "./contract/description.ts";
import { forksScenarios } from "./contract/forks.ts";
import { gitScenarios } from "./contract/git.ts";
import { graphqlScenarios } from "./contract/graphql.ts";
import { issueLinksScenarios } from "./contract/issue-links.ts";
import { issuesScenarios } from "./contract/issues.ts";
import { protectionsScenarios } from "./contract/protections.ts";
import { pullsScenarios } from "./contract/pulls.ts";
import { reviewsScenarios } from "./contract/reviews.ts";
import { openStage, type Scenarios } from "./contract/scenario.ts";
import { secretsScenarios } from "./contract/secrets.ts";
import { scriptedRunner } from "./runner.ts";
import { openWorld, type World } from "./world.ts";

const topics: Record<string, Scenarios> = {
  "accounts and repositories": accountsScenarios,
  apps: appsScenarios,
  git: gitScenarios,
  issues: issuesScenarios,
  "what links issues": issueLinksScenarios,
  "pull requests": pullsScenarios,
  protections: protectionsScenarios,
  forks: forksScenarios,
  reviews: reviewsScenarios,
  "statuses and checks": checksScenarios,
  actions: actionsScenarios,
  secrets: secretsScenarios,
  GraphQL: graphqlScenarios,
};

const seen: Seen = new Map();
let world: World;

beforeAll(async () => {
  world = await openWorld({
    actions: { runner: scriptedRunner(contractScripts), clock: contractClock },
    apps: [contractApp.options],
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const described = operations.filter(({ id }) => !undescribed.has(id));

test.each(described.map(({ id, method, path }) => [id, method, path]))(
  "%s is where GitHub has it",
  (id, method, path) => {
    expect(`${method} ${path}`).toBe(`${describedOperation(id).method} ${describedOperation(id).path}`);
  },
);

describe.each(Object.entries(topics))("%s", (_, scenarios) => {
  test.each(Object.entries(scenarios))("%s", async (_name, run) => {
    await run(await openStage(world, seen));
  });
});

describe("whatever the operation", () => {
  const inRepository = described.filter(({ scope }) => scope === "repository");

  test.each(inRepository.map(({ id }) => [id]))(
    "%s refuses a wrong token and hides what is not there",
    async (id) => {
      const call = callerOf(world, seen, { owner: "acme", repo: "nowhere" });
      await call(id, 401, { as: "stranger", ...body(id) });
      await call(id, 404, body(id));
    },
  );

  test("everything is refused to nobody in particular, and what needs more to a reader", async () => {
    const { call } = await openStage(world, seen);
    const permission = { permission: "pull" };
    await call("repos/add-collaborator", 204, {
      as: "owner",
      at: { username: "milepost-reviewer" },
      body: permission,
    });
    for (const { id, needs } of inRepository) {
      await call(id, 401, { as: "anonymous", ...body(id) });
      if (needs !== "read") await call(id, 403, { as: "reviewer", ...body(id) });
    }
  });
});

const body = (id: string) =>
  operations.find((operation) => operation.id === id)?.method === "GET" ? {} : { body: {} };

test("every operation was called and succeeded", () => {
  const missing = operations.filter(({ id }) => ![...(seen.get(id) ?? [])].some((status) => status < 300));
  expect(missing.map(({ id }) => id)).toEqual([]);
});

test("the GraphQL schema, which the forge builds unchecked, is valid", () => {
  expect(() => buildSchema(schemaText)).not.toThrow();
});
