import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { readSchedule } from "../../../src/forge/actions/schedules/cron.ts";
import { type LocalForge, startForge } from "../../../src/forge/server.ts";
import { memory } from "../../folders.ts";
import { clockAt } from "../clock.ts";
import { scriptedRunner } from "../runner.ts";

test.each([
  ["23 * * * *", "UTC", "2026-01-05T10:22:00Z", "2026-01-05T10:23:00Z", true],
  ["23 * * * *", "UTC", "2026-01-05T10:23:00Z", "2026-01-05T10:24:00Z", false],
  ["0 9 * * 1-5", "UTC", "2026-01-03T08:00:00Z", "2026-01-04T23:00:00Z", false],
  ["0 9 * * MON", "Europe/Berlin", "2026-01-05T07:59:00Z", "2026-01-05T08:00:00Z", true],
  ["0 0 1 * 1", "UTC", "2026-01-05T00:00:00Z", "2026-01-12T00:00:00Z", true],
])("%s in %s after %s until %s: %s", (cron, timezone, after, until, due) => {
  const { isDue } = readSchedule({ cron, timezone });
  expect(isDue({ after: new Date(after), until: new Date(until) })).toBe(due);
});

test.each([
  ["61 * * * *", "UTC"],
  ["@daily", "UTC"],
  ["* * *", "UTC"],
  ["* * * * *", "Nowhere/Else"],
])("%s in %s is no schedule", (cron, timezone) => {
  expect(() => readSchedule({ cron, timezone }).isDue({ after: new Date(0), until: new Date(1) })).toThrow();
});

const workflow = `
run-name: \${{ github.event.schedule }}
on: { schedule: [{ cron: "23 * * * *" }, { cron: "*/30 * * * *" }] }
jobs:
  work: { runs-on: ubuntu-latest, steps: [{ run: work }] }
`;
const path = ".github/workflows/clock.yml";
const at = { owner: "owner", repo: "project" };

test("each line of a schedule fires once when its time has come, and what a stopped forge missed once", async () => {
  const dataDir = await mkdtemp(join(memory, "milepost-forge-"));
  try {
    const clock = clockAt("2026-01-05T10:20:00Z");
    const open = () => startForge({ dataDir, actions: { runner: scriptedRunner(), clock } });
    {
      await using forge = await open();
      await addWorkflow(clientOf(forge, "owner"));
      await clientOf(forge, "bot").repos.createFork(at);
      await clock.set("2026-01-05T10:22:59Z");
      expect(await fired(forge)).toEqual([]);
      await clock.set("2026-01-05T10:23:00Z");
      await clock.set("2026-01-05T10:23:59Z");
      await clock.set("2026-01-05T10:24:00Z");
      expect(await fired(forge)).toEqual(["23 * * * *"]);
      await clock.set("2026-01-05T10:30:00Z");
      expect(await fired(forge)).toEqual(["23 * * * *", "*/30 * * * *"]);
    }
    {
      await using forge = await open();
      await clock.set("2026-01-05T15:10:00Z");
      const all = ["23 * * * *", "*/30 * * * *", "23 * * * *", "*/30 * * * *"];
      expect(await fired(forge)).toEqual(all);
      const octokit = clientOf(forge, "owner");
      await octokit.actions.disableWorkflow({ ...at, workflow_id: "clock.yml" });
      await clock.set("2026-01-05T16:40:00Z");
      expect(await fired(forge)).toEqual(all);
      const own = { owner: "milepost-bot", repo: at.repo };
      expect((await octokit.actions.listWorkflowRunsForRepo(own)).data.total_count).toBe(0);
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

const addWorkflow = async (octokit: Octokit): Promise<void> => {
  await octokit.repos.createForAuthenticatedUser({ name: at.repo, auto_init: true });
  const content = Buffer.from(workflow).toString("base64");
  await octokit.repos.createOrUpdateFileContents({ ...at, path, message: "Add", content });
};

const clientOf = ({ url, accounts }: LocalForge, role: string): Octokit =>
  new Octokit({ baseUrl: url, auth: accounts.find((account) => account.role === role)?.token });

/** The lines that started runs, oldest first; the titles of runs are these. */
const fired = async (forge: LocalForge): Promise<string[]> => {
  const { data } = await clientOf(forge, "owner").actions.listWorkflowRunsForRepo({
    ...at,
    event: "schedule",
  });
  return data.workflow_runs.map(({ display_title }) => display_title).reverse();
};
