import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { agentScript, newWorld, reviewerScript, runToEnd, type World } from "./world.ts";

const at = { owner: "owner", repo: "R" };

/** What is said on the todo's issue; `answer` is then said there by the repository's owner. */
const asOwner = async (world: World, answer: string): Promise<string[]> => {
  await using forge = await startForge({ dataDir: join(world.repo, ".milepost/forge") });
  const token = forge.accounts.find(({ role }) => role === "owner")?.token ?? "";
  const { issues } = new Octokit({ baseUrl: forge.url, auth: token }).rest;
  const { data: all } = await issues.listForRepo(at);
  const issue_number = all.find(({ title }) => title === "A")?.number ?? 0;
  const { data: comments } = await issues.listComments({ ...at, issue_number });
  await issues.createComment({ ...at, issue_number, body: answer });
  return comments.map(({ body }) => body ?? "");
};

test("an agent asks for a path that its body does not own, and goes on when a person grants it", async () => {
  using world = newWorld();
  const plan = world.plan(
    `bodies: [{ body: a, owns: ["src/a/**"], todos: [{ todo: a1, order: 00a, title: A }] }]\n`,
  );
  const asks = `if ! grep -q 'lib/b.ts' "$MILEPOST_PROMPT"; then
  echo '{"outcome":"blocked","summary":"The type lives there.","wants":["lib/b.ts"]}' > "$MILEPOST_OUTCOME"
  exit 0
fi
mkdir -p lib && echo changed > lib/b.ts`;
  const agent = world.file("agent.sh", agentScript(asks));
  const reviewer = world.file("reviewer.cjs", reviewerScript());
  const stuck = await runToEnd(world, { plan, agent, reviewer });
  expect([stuck.code, stuck.result.waiting.join()]).toEqual([2, expect.stringContaining("lib/b.ts")]);

  const said = await asOwner(world, "/milepost grant");
  expect(said.join()).toMatch(/- `lib\/b\.ts`[\s\S]* {4}The type lives there\.[\s\S]*`grant`/);

  const granted = await runToEnd(world, { plan, agent, reviewer });
  expect(granted.code).toBe(0);
  expect(world.git("ls-tree", "-r", "--name-only", "milepost/t/00a-a1")).toContain("lib/b.ts");
});
