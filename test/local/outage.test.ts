import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { trySandbox } from "../../src/agents/sandbox/try.ts";
import { type LocalForge, startForge } from "../../src/forge/server.ts";
import { proxy } from "../agents/sandbox/scene.ts";
import { disk } from "../folders.ts";
import { agentScript, newWorld, type Ran, reviewerScript, startRun, type World } from "./world.ts";

const { ok } = await trySandbox(proxy);

/** How long the forge is away, in seconds. */
const away = Number(process.env.MILEPOST_TEST_AWAY ?? 3);

/** A run on a forge that goes away as soon as both agents are at work, and comes back, if it does, on its port. */
const runThrough = async (world: World, { limits, comesBack }: { limits: string; comesBack: boolean }) => {
  const dataDir = join(world.dir, "forge");
  const first = await startForge({ dataDir });
  await first
    .createRepository({ owner: "owner", name: "shop", from: world.repo, base: "main" })
    .catch(() => {});
  const running = startRun(world, settingOf(world, first, limits));
  await seen(running.child.stdout, /"stage":"agent"[\s\S]*"stage":"agent"/);
  await first.close();
  await sleep(away * 1000);
  if (!comesBack) return await running.ended;
  const tokens = Object.fromEntries(first.accounts.map(({ login, token }) => [login, token]));
  await using _ = await startForge({ dataDir, port: first.port, tokens });
  return await running.ended;
};

const settingOf = (world: World, { url, accounts }: LocalForge, limits: string) => {
  const token = (role: string) => accounts.find((one) => one.role === role)?.token ?? "";
  return {
    plan: world.plan(`sandbox: ${ok ? "required" : "off"}
limits: { attempts: 1, fixes: 0, ${limits} }
bodies:
  - { body: a, todos: [{ todo: a1, title: A }] }
  - { body: b, todos: [{ todo: b1, title: B }] }
`),
    // It ends while the forge is away.
    agent: world.file("agent.sh", agentScript("sleep 1")),
    reviewer: world.file("reviewer.cjs", reviewerScript()),
    more: ["--forge", "github"],
    env: {
      GITHUB_API_URL: url,
      GITHUB_SERVER_URL: url,
      GITHUB_REPOSITORY: "owner/shop",
      GITHUB_TOKEN: token("bot"),
      MILEPOST_REVIEWER_TOKEN: token("reviewer"),
    },
  };
};

const seen = (stream: NodeJS.ReadableStream | null, what: RegExp): Promise<void> =>
  new Promise((resolve) => {
    let text = "";
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (what.test(text)) resolve();
    });
    stream?.once("close", resolve);
  });

const agentRuns = ({ events }: Ran): string[] =>
  events.flatMap((event) => (event.type === "step" && event.stage === "agent" ? [event.todo] : [])).sort();

const warnings = ({ events }: Ran): string[] =>
  events.flatMap((event) => (event.type === "warning" ? [event.message] : []));

test("a forge that is stopped and started again with agents at work is waited for: no agent runs twice", async () => {
  using world = newWorld(disk);
  const ran = await runThrough(world, { limits: "outageMinutes: 5", comesBack: true });
  expect(ran.code).toBe(0);
  expect(agentRuns(ran)).toEqual(["a1", "b1"]);
  expect(warnings(ran)).toEqual([
    expect.stringMatching(/^the forge does not answer since .* at most$/),
    expect.stringMatching(/^the forge answers again, after /),
  ]);
});

test("a forge that stays away ends the run, which hands on what its agents made when it is there again", async () => {
  using world = newWorld(disk);
  const ended = await runThrough(world, { limits: "outageMinutes: 0.02", comesBack: false });
  expect(ended.code).toBe(1);
  expect(ended.stderr + JSON.stringify(ended.events)).toContain("the forge does not answer since");
  expect(agentRuns(ended)).toEqual(["a1", "b1"]);
  await using forge = await startForge({ dataDir: join(world.dir, "forge") });
  const next = await startRun(world, settingOf(world, forge, "outageMinutes: 5")).ended;
  expect(next.code).toBe(0);
  expect(agentRuns(next)).toEqual([]);
});
