import { readdir, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Octokit } from "@octokit/rest";
import { execa } from "execa";
import { actRunner } from "../../src/forge/actions/runner/act.ts";
import { openWorld, type Workshop, type World } from "../forge/world.ts";
import { describeWithAct } from "./tool.ts";
import { artifactAction, checked, commented, greet, lane, long, main, tokens } from "./workflows.ts";

const library = pathToFileURL(resolve("node_modules/@actions/artifact/lib/artifact.js")).href;

describeWithAct("workflow files that act runs for the forge", () => {
  let world: World;
  let workshop: Workshop;
  let octokit: Octokit;
  let at: { owner: string; repo: string };

  beforeAll(async () => {
    world = await openWorld({
      actions: { runner: await actRunner(), secrets: { KEY: "s3cret" }, parallel: 2 },
    });
    workshop = await world.repository();
    at = { owner: workshop.owner, repo: workshop.repo };
    octokit = new Octokit({ baseUrl: world.forge.url, auth: world.token("bot") });
    const withLibrary = lane.replace(
      "permissions: {}",
      `permissions: {}\nenv: { ARTIFACT_LIBRARY: "${library}" }`,
    );
    await workshop.push("main", {
      ...artifactAction,
      ".github/workflows/main.yml": main,
      ".github/workflows/lane.yml": withLibrary,
      ".github/workflows/tokens.yml": tokens,
      ".github/workflows/commented.yml": commented,
      ".github/workflows/checked.yml": checked,
      ".github/workflows/long.yml": long,
      ".github/workflows/greet.yml": greet,
    });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const dispatch = async (workflow_id: string, inputs: Record<string, string> = {}): Promise<number> => {
    const { data } = await octokit.request(
      "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
      { ...at, workflow_id, ref: "main", inputs, return_run_details: true },
    );
    return Reflect.get(Object(data), "workflow_run_id");
  };

  const ended = async (run_id: number) => {
    for (;;) {
      const { data } = await octokit.actions.getWorkflowRun({ ...at, run_id });
      if (data.status === "completed") return data;
      await delay(100);
    }
  };

  const jobsOf = async (run_id: number) =>
    (await octokit.actions.listJobsForWorkflowRun({ ...at, run_id })).data.jobs;

  const logOf = async (run_id: number, name: string): Promise<string> => {
    const job = (await jobsOf(run_id)).find((one) => one.name === name);
    const { data } = await octokit.actions.downloadJobLogsForWorkflowRun({ ...at, job_id: job?.id ?? 0 });
    return String(data);
  };

  const runsOf = async (event: string) =>
    (await octokit.actions.listWorkflowRunsForRepo({ ...at, event })).data.workflow_runs;

  test("a matrix of called workflows hands artifacts on, and what follows runs although one failed", async () => {
    const run_id = await dispatch("main.yml", { plan: "shop", dry: "true" });
    const run = await ended(run_id);
    expect(run).toMatchObject({ display_title: "Work on shop", conclusion: "failure" });
    const jobs = (await jobsOf(run_id)).map(({ name, conclusion }) => `${name}: ${conclusion}`);
    expect(jobs.sort()).toEqual([
      "after: success",
      "lane (a, it's {{here}}) / leave: success",
      "lane (a, it's {{here}}) / take: success",
      "lane (b) / leave: failure",
      "lane (b) / take: success",
      "plan: success",
    ]);
    expect(await logOf(run_id, "after")).toContain("after failure, dry true, top");
    expect(await logOf(run_id, "lane (b) / take")).toContain('took {"body":"b"}');
    expect(await logOf(run_id, "lane (b) / leave")).not.toContain("not after a failure\n");
    const { data: issues } = await octokit.issues.listForRepo(at);
    expect(issues.map(({ title, user }) => [title, user?.login]).sort()).toEqual([
      ["a: success, key s3cret", "github-actions[bot]"],
      ["b: failure, key s3cret", "github-actions[bot]"],
    ]);
    expect(await logOf(run_id, "lane (b) / take")).not.toContain("s3cret");
    const { data: artifacts } = await octokit.actions.listWorkflowRunArtifacts({ ...at, run_id });
    expect(artifacts.artifacts.map(({ name }) => name).sort()).toEqual(["hand-off-a", "hand-off-b"]);
  });

  test("a job's token may what its permissions say, pushes no workflow, and dies with the job", async () => {
    const run_id = await dispatch("tokens.yml");
    expect(await ended(run_id)).toMatchObject({ conclusion: "success" });
    const log = await logOf(run_id, "reads");
    expect(log).toContain("Resource not accessible by integration");
    const token = (/token (Ghs_\S+)/.exec(log)?.[1] ?? "").replace("G", "g").replaceAll("G", "g");
    expect(token).toMatch(/^ghs_/);
    const refused = await fetch(`${world.forge.url}/repos/${at.owner}/${at.repo}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(refused.status).toBe(401);
    const pushes = await logOf(run_id, "writes");
    expect(pushes).toContain("refusing to allow a GitHub App to create or update workflow");
    expect(pushes).toContain("was refused");
    expect(await runsOf("push")).toEqual([]);
  });

  test("a person's comment starts a run, and the answer that the run gives starts none", async () => {
    const { data: issue } = await octokit.issues.create({ ...at, title: "Ask" });
    await octokit.issues.createComment({ ...at, issue_number: issue.number, body: "/milepost status" });
    const [run] = await runsOf("issue_comment");
    await ended(run?.id ?? 0);
    expect(await logOf(run?.id ?? 0, "answer")).toContain(
      `heard /milepost status on ${issue.number} by milepost-bot`,
    );
    const { data: comments } = await octokit.issues.listComments({ ...at, issue_number: issue.number });
    expect(comments.map(({ body }) => body)).toEqual(["/milepost status", "heard"]);
    expect(await runsOf("issue_comment")).toHaveLength(1);
  });

  test("a pull request is checked at its merge with the base", async () => {
    await workshop.push("change", { "new.txt": "new\n" }, "main");
    await workshop.push("main", { "other.txt": "other\n" });
    const { data: pull } = await octokit.pulls.create({
      ...at,
      title: "Change",
      head: "change",
      base: "main",
    });
    const [run] = await runsOf("pull_request");
    expect(run).toMatchObject({ head_sha: pull.head.sha, head_branch: "change" });
    expect(await ended(run?.id ?? 0)).toMatchObject({ conclusion: "success" });
    const log = await logOf(run?.id ?? 0, "check");
    expect(log).toContain(`Merge ${pull.head.sha} into ${pull.base.sha}`);
    expect(log).toMatch(/Z new\.txt\n/);
    expect(log).not.toMatch(/Z other\.txt\n/);
  });

  test("gh lists, starts and shows runs, sent to the forge as its proxy", async () => {
    const gh = async (...args: string[]): Promise<string> => {
      const env = {
        GH_HOST: "github.localhost",
        GH_ENTERPRISE_TOKEN: world.token("bot") ?? "",
        GH_TOKEN: world.token("bot") ?? "",
        GH_REPO: `github.localhost/${at.owner}/${at.repo}`,
        GH_CONFIG_DIR: workshop.dir,
        http_proxy: world.forge.url,
      };
      return (await execa("gh", args, { env })).stdout;
    };
    expect(await gh("workflow", "list")).toContain("Main\tactive");
    await gh("workflow", "run", "greet.yml", "--ref", "main", "-f", "who=Ada");
    const [run] = await runsOf("workflow_dispatch");
    await ended(run?.id ?? 0);
    expect(await gh("run", "list", "--limit", "1")).toContain("completed\tsuccess\tGreet Ada");
    expect(await gh("run", "view", String(run?.id), "--log")).toMatch(/^greet\techo .*\t.*hello Ada$/m);
  });

  test("a cancelled run ends its programs, and what always runs still runs", async () => {
    const run_id = await dispatch("long.yml");
    while (
      !(await jobsOf(run_id)).some(({ name }) => name === "wait") ||
      !(await logOf(run_id, "wait")).includes("Z left ")
    ) {
      await delay(100);
    }
    await octokit.actions.cancelWorkflowRun({ ...at, run_id });
    expect(await ended(run_id)).toMatchObject({ conclusion: "cancelled" });
    const jobs = (await jobsOf(run_id)).map(({ name, conclusion }) => [name, conclusion]);
    expect(Object.fromEntries(jobs)).toEqual({ wait: "cancelled", next: "cancelled", settle: "success" });
    expect(await logOf(run_id, "settle")).toContain("settled after cancelled");
    const left = /Z left (\d+)/.exec(await logOf(run_id, "wait"))?.[1] ?? "";
    expect(await isRunning(left)).toBe(false);
  });
});

/** Whether a process still does something; one that nobody has waited for yet does not. */
const isRunning = async (pid: string): Promise<boolean> => {
  if (!(await readdir("/proc")).includes(pid)) return false;
  return !/\) Z /.test(await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") Z "));
};
