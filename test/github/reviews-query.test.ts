import type { GitHub } from "../../src/github/client.ts";
import { readSaid } from "../../src/github/reviews-query.ts";
import { openWorld, type Workshop, type World } from "../forge/world.ts";
import { clientOf } from "./client.ts";

const count = 21;
let world: World;
let workshop: Workshop;
let numbers: number[];
beforeAll(async () => {
  world = await openWorld();
  workshop = await world.repository();
  numbers = await openPulls();
});
afterAll(() => world[Symbol.asyncDispose]());

const openPulls = async (): Promise<number[]> => {
  const { git, owner, repo } = workshop;
  const names = Array.from({ length: count }, (_, index) => `branch-${index}`);
  const head = await git("commit-tree", "main^{tree}", "-p", "main", "-m", "Change");
  await git("push", "--quiet", "origin", ...names.map((name) => `${head}:refs/heads/${name}`));
  const { rest } = clientOf(world, workshop).octokit;
  const made: number[] = [];
  for (const name of names)
    made.push((await rest.pulls.create({ owner, repo, title: name, head: name, base: "main" })).data.number);
  return made;
};

/** A client of a forge that answers about so many pull requests at once, and a count of what it was asked. */
const answering = (most: number): { github: GitHub; asked: number[] } => {
  const github = clientOf(world, workshop);
  const asked: number[] = [];
  github.octokit.hook.wrap("request", (request, options) => {
    const size = String(options.query ?? "").match(/pullRequest\(/g)?.length ?? 0;
    asked.push(size);
    if (size > most)
      throw Object.assign(new Error("refused"), {
        errors: [{ type: "RESOURCE_LIMITS_EXCEEDED", message: "refused" }],
      });
    return request(options);
  });
  return { github, asked };
};

test.each([
  ["that answers all", count, [20, 1]],
  ["that finds more than six too much", 6, [20, 10, 5, 5, 10, 5, 5, 1]],
])("what is said in many pull requests is read from a forge %s", async (_, most, expected) => {
  const { github, asked } = answering(most);
  expect([...(await readSaid(github, numbers)).keys()]).toEqual(numbers);
  expect(asked).toEqual(expected);
});

test("a forge that finds one pull request too much is not asked for ever", async () => {
  await expect(readSaid(answering(0).github, numbers)).rejects.toThrow("refused");
});
