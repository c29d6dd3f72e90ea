import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import type { JobOrder, JobReport } from "../../src/forge/actions/runner/runner.ts";
import { startForge } from "../../src/forge/server.ts";
import { type Script, scriptedRunner } from "../forge/runner.ts";
import { agentScript, newWorld, type Ran, reviewerScript, runToEnd, type World } from "./world.ts";

/** The repository of a place. */
export const at = { owner: "owner", repo: "R" };

/** A repository on a forge in GitHub's place, with a CI of its own. */
export interface Place extends AsyncDisposable {
  readonly world: World;
  /** As its owner. */
  readonly rest: Octokit["rest"];
  readonly request: Octokit["request"];
  readonly run: (plan: string, agent?: string) => Promise<Ran>;
}

/** A repository whose CI, the workflow, does as these scripts say; `files` are committed, too. */
export const openPlace = async (
  scripts: Readonly<Record<string, Script>>,
  {
    workflow,
    files = {},
    env = {},
  }: {
    readonly workflow: string;
    readonly files?: Readonly<Record<string, string>>;
    /** Of its runs, besides what they need. */
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<Place> => {
  const world = newWorld();
  mkdirSync(join(world.repo, ".github/workflows"), { recursive: true });
  for (const [path, text] of Object.entries({ ".github/workflows/build.yml": workflow, ...files }))
    writeFileSync(join(world.repo, path), text);
  world.git("add", ".");
  world.git("commit", "--quiet", "--message=Add a CI");
  const runner = scriptedRunner(scripts);
  const forge = await startForge({ dataDir: join(world.dir, "forge"), actions: { runner } });
  await forge.createRepository({ ...at, name: at.repo, from: world.repo, base: "main" });
  const token = (role: string) => forge.accounts.find((one) => one.role === role)?.token ?? "";
  const { rest, request } = new Octokit({ baseUrl: forge.url, auth: token("owner") });
  return {
    world,
    rest,
    request,
    run: (plan, agent = agentScript()) =>
      runToEnd(world, {
        plan: world.plan(plan),
        agent: world.file("agent.sh", agent),
        reviewer: world.file("reviewer.sh", reviewerScript()),
        more: ["--forge", "github"],
        env: {
          ...{ GITHUB_API_URL: forge.url, GITHUB_SERVER_URL: forge.url },
          ...{ GITHUB_REPOSITORY: "owner/R", GITHUB_TOKEN: token("bot") },
          MILEPOST_REVIEWER_TOKEN: token("reviewer"),
          ...env,
        },
      }),
    [Symbol.asyncDispose]: async () => {
      await forge.close();
      world[Symbol.dispose]();
    },
  };
};

/** The branch of the pull request that a job is about. */
export const branchOf = ({ event }: JobOrder): string =>
  (JSON.parse(event) as { pull_request: { head: { ref: string } } }).pull_request.head.ref;

export const ended = (conclusion: JobReport["conclusion"]): JobReport => ({ conclusion, steps: {} });

/** The changes of one type that a run told of. */
export const changesIn = (ran: Ran, type: string): string[] =>
  ran.events.flatMap((event) =>
    event.type === "change" && event.change === type ? [`${event.todo}: ${event.why}`] : [],
  );
