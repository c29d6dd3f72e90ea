import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { agentScript, newWorld, reviewerScript, runToEnd, type World } from "./world.ts";

const at = { owner: "owner", repo: "R" };

/** Asks the forge of a world in which nothing runs. */
const onForge = async <Result>(world: World, ask: (octokit: Octokit) => Promise<Result>): Promise<Result> => {
  await using forge = await startForge({ dataDir: join(world.repo, ".milepost/forge") });
  const auth = forge.accounts.find(({ role }) => role === "owner")?.token ?? "";
  return await ask(new Octokit({ baseUrl: forge.url, auth }));
};

/** What was said of the gates at the head of a branch's pull request, the latest first. */
const gatesOf = (world: World, branch: string): Promise<string[]> =>
  onForge(world, async ({ rest }) => {
    const [pull] = (await rest.pulls.list({ ...at, state: "all", head: `owner:${branch}` })).data;
    const asked = { ...at, ref: pull?.head.sha ?? "" };
    const { data } = await rest.repos.listCommitStatusesForRef(asked);
    return data.flatMap(({ context, state, description }) =>
      context === "milepost/gates" ? [`${pull?.base.ref} ${state}: ${description}`] : [],
    );
  });

const passed = (lines: number): string => `success: size, .* passed; ${lines} hand-written lines$`;

test.each([
  { method: "merge", code: 0, gates: [`^main ${passed(4)}`, `^main ${passed(4)}`] },
  { method: "squash", code: 0, gates: [`^main ${passed(4)}`] },
] as const)(
  "a stacked pull request whose base is merged by $method is judged on what it shows then, and its status says so",
  async ({ method, code, gates }) => {
    using world = newWorld();
    const setting = {
      plan: world.plan(`limits: { lines: 5, attempts: 1, fixes: 0 }
bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }, { todo: a2, order: 01a, title: A2, needs: [a1] }] }
`),
      agent: world.file(
        "agent.sh",
        agentScript('mkdir -p src/a; for line in 1 2 3; do echo "$line" >> "src/a/$MILEPOST_TODO.txt"; done'),
      ),
      reviewer: world.file("reviewer.cjs", reviewerScript()),
    };
    expect((await runToEnd(world, setting)).code).toBe(0);
    expect(await gatesOf(world, "t/01a-a2")).toEqual([expect.stringMatching(`^t/00a-a1 ${passed(4)}`)]);
    await onForge(world, async ({ rest }) => {
      const [lower] = (await rest.pulls.list({ ...at, head: "owner:t/00a-a1" })).data;
      await rest.pulls.merge({ ...at, pull_number: lower?.number ?? 0, merge_method: method });
    });
    expect((await runToEnd(world, setting)).code).toBe(code);
    const said = await gatesOf(world, "t/01a-a2");
    expect(said).toEqual(gates.map((one) => expect.stringMatching(one)));
  },
);
