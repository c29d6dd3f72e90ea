import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Octokit } from "@octokit/rest";
import { execa } from "execa";
import Database from "libsql";
import { type LocalForge, startForge } from "../../../src/forge/server.ts";
import { memory } from "../../folders.ts";
import { scriptedRunner } from "../runner.ts";
import { workflow } from "./runs.ts";

const text = workflow("on: workflow_dispatch", { work: "steps: [{ run: work }]" });

test("a forge that starts again concludes what ran when it died, and takes up what was queued", async () => {
  const folder = await mkdtemp(join(memory, "milepost-forge-"));
  const dataDir = join(folder, "data");
  try {
    const source = await sourceIn(join(folder, "source"));
    const ids = await queueTwo(dataDir, source);
    // What a forge that was killed leaves: one run that nobody will ever report on.
    using database = closing(new Database(join(dataDir, "forge.sqlite")));
    database.value.prepare("update workflow_runs set status = 'in_progress' where id = ?").run(ids[0]);

    await using forge = await startForge({ dataDir, actions: { runner: scriptedRunner() } });
    const states = await Promise.all(ids.map((id) => conclusionOf(forge, id)));
    expect(states).toEqual(["failure", "success"]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

const sourceIn = async (dir: string): Promise<string> => {
  const git = (...args: string[]) => execa("git", ["-C", dir, ...args]);
  await execa("git", ["init", "--quiet", "--initial-branch=main", dir]);
  await execa("mkdir", ["-p", join(dir, ".github/workflows")]);
  await execa("tee", [join(dir, ".github/workflows/main.yml")], { input: text });
  await git("add", ".");
  await git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "-m", "Begin");
  return dir;
};

/** Two dispatches to a forge without a runner. */
const queueTwo = async (dataDir: string, from: string): Promise<number[]> => {
  await using forge = await startForge({ dataDir });
  await forge.createRepository({ owner: "acme", name: "project", from });
  const octokit = clientOf(forge);
  const at = { owner: "acme", repo: "project", workflow_id: "main.yml", ref: "main" };
  await octokit.actions.createWorkflowDispatch(at);
  await octokit.actions.createWorkflowDispatch(at);
  const { data } = await octokit.actions.listWorkflowRunsForRepo({ owner: at.owner, repo: at.repo });
  expect(data.workflow_runs.map(({ status }) => status)).toEqual(["queued", "queued"]);
  return data.workflow_runs.map(({ id }) => id).toSorted((one, other) => one - other);
};

const clientOf = ({ url, accounts }: LocalForge): Octokit =>
  new Octokit({ baseUrl: url, auth: accounts.find(({ role }) => role === "bot")?.token });

const conclusionOf = async (forge: LocalForge, run_id: number): Promise<string | null> => {
  for (;;) {
    const { data } = await clientOf(forge).actions.getWorkflowRun({ owner: "acme", repo: "project", run_id });
    if (data.status === "completed") return data.conclusion;
    await delay(10);
  }
};

const closing = (value: Database.Database) => ({ value, [Symbol.dispose]: () => value.close() });
