import { createServer, request as forwardTo, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { agentScript, newWorld, reviewerScript, runToEnd } from "../local/world.ts";
import { startMilepost } from "./milepost.ts";

interface Passage extends AsyncDisposable {
  readonly url: string;
  /** Begins anew to count; when this write has been answered by the forge, from 1, nobody hears it. */
  readonly begin: (last?: { at: number; kill: () => void }) => void;
  /** How many writes there were. */
  readonly writes: () => number;
}

/** What stands between a client and a forge, and kills the client with its answer on the way. */
const openPassage = async (forge: string): Promise<Passage> => {
  let count = 0;
  let last: Parameters<Passage["begin"]>[0];
  const { hostname, port, host } = new URL(forge);
  const isWrite = ({ method, url = "" }: IncomingMessage): boolean =>
    method !== "GET" && !url.endsWith("git-upload-pack") && !url.endsWith("/graphql");
  const server = createServer((asked, answer) => {
    const headers = { ...asked.headers, host };
    const options = { hostname, port, path: asked.url, method: asked.method, headers };
    const onward = forwardTo(options, (answered) => {
      if (isWrite(asked)) count += 1;
      if (isWrite(asked) && count === last?.at) {
        answered.resume().on("end", () => last?.kill());
        return;
      }
      answer.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin: (next) => {
      count = 0;
      last = next;
    },
    writes: () => count,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

// Each write is a run of the command that is killed and one that is not; `publish-work.test.ts` has it by its ports.
test("killed by SIGKILL at every write, nothing is there twice when it is published again", async () => {
  using world = newWorld();
  const todos = "[{ todo: a1, order: 00a, title: First }, { todo: a2, order: 01a, title: Second }]";
  const plan = world.plan(`verify: ["true"]\nbodies: [{ body: a, todos: ${todos} }]\n`);
  const agent = world.file("agent.sh", agentScript());
  const reviewer = world.file("reviewer.cjs", reviewerScript());
  expect((await runToEnd(world, { plan, agent, reviewer })).code).toBe(0);
  await using forge = await startForge({ dataDir: join(world.dir, "github") });
  await using passage = await openPassage(forge.url);
  const tokenOf = (wanted: string): string => forge.accounts.find(({ role }) => role === wanted)?.token ?? "";
  const { rest } = new Octokit({ baseUrl: forge.url, auth: tokenOf("bot") });
  const env = {
    ...{ GITHUB_API_URL: passage.url, GITHUB_SERVER_URL: passage.url, GITHUB_TOKEN: tokenOf("bot") },
    MILEPOST_REVIEWER_TOKEN: tokenOf("reviewer"),
  };
  const publish = (repo: string) =>
    startMilepost(["publish", plan, "--from", world.repo, "--repo", `owner/${repo}`], { env });
  /** Publishes into a new repository, killed with the answer to that write on its way, and once more. */
  const publishedTwice = async (repo: string, at: number) => {
    await forge.createRepository({ owner: "owner", name: repo, from: world.repo, base: "main" });
    const killed = publish(repo);
    passage.begin({ at, kill: () => void killed.kill("SIGKILL") });
    const { signal } = await killed;
    const writes = passage.writes();
    passage.begin();
    expect((await publish(repo)).exitCode).toBe(0);
    return { signal, writes };
  };
  const seenIn = async (repo: string) => {
    const asked = { owner: "owner", repo, state: "all", direction: "asc", per_page: 100 } as const;
    const { data: pulls } = await rest.pulls.list({ ...asked, sort: "created" });
    const reviews = await Promise.all(
      pulls.map(({ number: pull_number }) => rest.pulls.listReviews({ ...asked, pull_number })),
    );
    const { data: issues } = await rest.issues.listForRepo({ ...asked, sort: "created" });
    const { data: milestones } = await rest.issues.listMilestones(asked);
    return {
      pulls: pulls.map(({ head, base, body }) => [head.ref, head.sha, base.ref, body]),
      reviews: reviews.map(({ data }) => data.map(({ state, body }) => [state, body])),
      issues: issues.map(({ title, body }) => [title, body]).sort(),
      milestones: milestones.map(({ title }) => title),
    };
  };
  const whole = await publishedTwice("whole", Number.POSITIVE_INFINITY);
  const wanted = await seenIn("whole");
  expect(whole.writes).toBeGreaterThan(15);
  for (let at = 1; at <= whole.writes; at += 1) {
    expect((await publishedTwice(`killed-${at}`, at)).signal).toBe("SIGKILL");
    expect(await seenIn(`killed-${at}`)).toEqual(wanted);
  }
}, 1_200_000);
