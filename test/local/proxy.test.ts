import { join } from "node:path";
import { startForge } from "../../src/forge/server.ts";
import { startGateway } from "../action/gateway.ts";
import { startProxy } from "../proxy.ts";
import { agentScript, newWorld, reviewerScript, startRun } from "./world.ts";

// The forge is not on this machine, as far as anybody can tell, so writes keep to GitHub's pace.
const patience = 300_000;

const plan = `bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
`;

/** Starts a run on a forge whose name a proxy alone knows, with more variables. */
const runBehind = async (more: Record<string, string>) => {
  using world = newWorld();
  await using forge = await startForge({ dataDir: join(world.dir, "forge") });
  await forge.createRepository({ owner: "owner", name: "shop", from: world.repo, base: "main" });
  await using gateway = await startGateway(forge.url);
  await using proxy = await startProxy(() => gateway.port);
  // The way out is chosen once a process.
  const run = startRun(world, {
    plan: world.plan(plan),
    agent: world.file("agent.sh", agentScript()),
    reviewer: world.file("review.mjs.js", reviewerScript()),
    more: ["--forge", "github"],
    env: {
      GITHUB_API_URL: "http://forge.test",
      GITHUB_SERVER_URL: "http://forge.test",
      GITHUB_REPOSITORY: "owner/shop",
      GITHUB_TOKEN: forge.accounts.find(({ role }) => role === "bot")?.token ?? "",
      HTTP_PROXY: proxy.url,
      ...more,
    },
  });
  const { code, events, stderr } = await run.ended;
  return { code, events, stderr, passed: [...proxy.requests], requests: [...gateway.requests] };
};

test(
  "a run reaches a forge through the proxy that alone knows its name, git included, and counts its requests",
  async () => {
    const { code, events, stderr, passed, requests } = await runBehind({});
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    const last = events.at(-1);
    const told = last?.type === "result" ? last.requests : null;
    const rest = requests.filter((one) => !one.startsWith("git "));
    // Who judges, and what earlier runs have come to, is asked before the run counts.
    const before = rest.length - (told ? told.read + told.write : 0);
    expect(rest.slice(0, before)).toEqual(["GET /user → 200", "POST /graphql → 200"]);
    expect(passed).toContain("CONNECT forge.test:80");
    expect(passed).toContainEqual(
      expect.stringMatching(/^POST http:\/\/forge\.test\/.*\.git\/git-receive-pack$/),
    );
  },
  patience,
);

test(
  "a host that is in NO_PROXY is asked directly, and a run that does not reach it says so",
  async () => {
    const { code, stderr, passed } = await runBehind({ NO_PROXY: "forge.test" });
    expect({ code, passed }).toEqual({ code: 1, passed: [] });
    expect(stderr).toMatch(/http:\/\/forge\.test cannot be reached[\s\S]*no_proxy/);
  },
  patience,
);
