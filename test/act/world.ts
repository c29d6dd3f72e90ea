import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Octokit } from "@octokit/rest";
import { execa } from "execa";
import { actRunner } from "../../src/forge/actions/runner/act.ts";
import { type LocalForge, startForge } from "../../src/forge/server.ts";
import { milepost } from "../cli/milepost.ts";
import { clockAt, type SetClock } from "../forge/clock.ts";
import type { LimitedGateway } from "./limited-gateway.ts";

/** A forge whose workflows act runs, with the built actions of this repository. */
export interface ActWorld extends AsyncDisposable {
  readonly forge: LocalForge;
  /** What schedules go by: none fires unless a test sets it. */
  readonly clock: SetClock;
  readonly tokenOf: (role: string) => string;
  /** A new repository with these files, into whose clone `milepost init` has written, pushed. */
  readonly installed: (files: Readonly<Record<string, string>>) => Promise<Installed>;
}

/** A repository of the forge that has Milepost's workflows. */
export interface Installed {
  readonly at: { readonly owner: string; readonly repo: string };
  /** Asks as the owner. */
  readonly octokit: Octokit;
  readonly as: (role: string) => Octokit;
  readonly git: (...args: string[]) => Promise<string>;
  /** Commits files on a branch that starts at `from`, signed off. */
  readonly commit: (branch: string, files: Readonly<Record<string, string>>, from?: string) => Promise<void>;
  /** The same, and pushes it. */
  readonly push: (branch: string, files: Readonly<Record<string, string>>, from?: string) => Promise<string>;
  /** Starts milepost.yml as a person does, and answers the run's id. */
  readonly dispatch: (inputs: Readonly<Record<string, string>>) => Promise<number>;
  /** Comments on an issue as somebody, and answers what is said to it once no run is left. */
  readonly say: (title: string, body: string, role?: string) => Promise<string>;
  /** Waits until no run is queued or at work. */
  readonly quiet: () => Promise<void>;
  readonly runs: () => Promise<RunSeen[]>;
  readonly jobs: (run: number) => Promise<JobSeen[]>;
  readonly log: (job: number) => Promise<string>;
  /** Names of what a run's jobs left. */
  readonly artifacts: (run: number) => Promise<string[]>;
  /** The one issue of that title. */
  readonly issue: (title: string) => Promise<IssueSeen>;
}

export interface IssueSeen {
  readonly number: number;
  readonly state: string;
  readonly body: string;
  readonly labels: readonly string[];
}

export interface RunSeen {
  readonly id: number;
  readonly name: string;
  readonly event: string;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly actor: string;
}

export interface JobSeen {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
}

/** The commit that the workflows take the actions at; the forge takes them from a folder, whatever it is. */
const ref = `milepost-dev/milepost@${"0123456789".repeat(4)}`;

/** With a second identity verdicts are formal; without one the workflows have their own token alone. */
export const openActWorld = async (
  identities: "one" | "two",
  /** What stands between jobs and the forge. */
  gateway: Pick<LimitedGateway, "url" | "before"> | null = null,
): Promise<ActWorld> => {
  const folder = await mkdtemp(join(tmpdir(), "milepost-act-"));
  const dataDir = join(folder, "forge");
  // A forge makes new tokens at each start, and reads its secrets when a run needs them.
  const secrets: Record<string, string> = {};
  const clock = clockAt("2026-01-05T10:00:00Z");
  const forge = await startForge({
    dataDir,
    ...(gateway ? { baseUrl: gateway.url } : {}),
    actions: {
      clock,
      runner: await actRunner(),
      parallel: 3,
      folders: { "milepost-dev/milepost": await actionsFolder(join(folder, "actions")) },
      secrets,
    },
  });
  gateway?.before(forge.port);
  if (identities === "two") secrets.MILEPOST_REVIEWER_TOKEN = tokenIn(forge, "reviewer");
  let count = 0;
  return {
    forge,
    clock,
    tokenOf: (role) => tokenIn(forge, role),
    installed: async (files) => {
      count += 1;
      return await install(forge, { repo: `shop-${count}`, dir: join(folder, `shop-${count}`) }, files);
    },
    [Symbol.asyncDispose]: async () => {
      await forge.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

const tokenIn = ({ accounts }: Pick<LocalForge, "accounts">, role: string): string =>
  accounts.find((one) => one.role === role)?.token ?? "";

/** What of this repository the actions are: act copies it into every job. */
const actionsFolder = async (folder: string): Promise<string> => {
  for (const path of ["action.yml", "actions", "dist", "prices", "prompts"])
    await cp(path, join(folder, path), { recursive: true });
  return folder;
};

const environment = {
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
};

const install = async (
  forge: LocalForge,
  { repo, dir }: { repo: string; dir: string },
  files: Readonly<Record<string, string>>,
): Promise<Installed> => {
  const owner = "acme";
  await forge.createRepository({ owner, name: repo });
  const git = async (...args: string[]): Promise<string> =>
    (await execa("git", ["-C", dir, ...args], { env: environment })).stdout;
  await execa("git", ["init", "--quiet", "--initial-branch=main", dir], { env: environment });
  const address = forge.url.replace("//", `//x:${tokenIn(forge, "owner")}@`);
  await git("remote", "add", "origin", `${address}/${owner}/${repo}.git`);
  const commit: Installed["commit"] = async (branch, more, from) => {
    if (from !== undefined) await git("checkout", "--quiet", "-B", branch, from);
    for (const [path, text] of Object.entries(more)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
    }
    await git("add", "--all");
    await git("commit", "--quiet", "--signoff", "--message", "Change");
  };
  const push: Installed["push"] = async (branch, more, from) => {
    await commit(branch, more, from);
    await git("push", "--quiet", "origin", branch);
    return git("rev-parse", "HEAD");
  };
  const written = await milepost(["init", "--repo", dir, "--ref", ref], { cwd: dir });
  if (written.exitCode !== 0) throw new Error(`milepost init: ${written.stderr}`);
  await push("main", files);
  const baseUrl = `http://127.0.0.1:${forge.port}`;
  const as = (role: string) => new Octokit({ baseUrl, auth: tokenIn(forge, role) });
  const octokit = as("owner");
  const at = { owner, repo };
  // The setting that `milepost init` asks a person for.
  await octokit.rest.actions.setGithubActionsDefaultWorkflowPermissionsRepository({
    ...at,
    can_approve_pull_request_reviews: true,
  });
  const seen = watching(octokit, at);
  const say: Installed["say"] = async (title, body, role = "owner") => {
    const issue = { ...at, issue_number: (await seen.issue(title)).number };
    await as(role).rest.issues.createComment({ ...issue, body });
    await seen.quiet();
    const { data } = await octokit.rest.issues.listComments({ ...issue, per_page: 100 });
    return data.at(-1)?.body ?? "";
  };
  return { at, octokit, as, git, commit, push, say, ...seen };
};

const watching = (
  octokit: Octokit,
  at: Installed["at"],
): Omit<Installed, "at" | "octokit" | "as" | "git" | "commit" | "push" | "say"> => {
  const { actions } = octokit.rest;
  const runs = async (): Promise<RunSeen[]> => {
    const found = await octokit.paginate(actions.listWorkflowRunsForRepo, { ...at, per_page: 100 });
    return found
      .map(({ id, name, event, status, conclusion, actor }) => ({
        ...{ id, name: name ?? "", event, status, conclusion, actor: actor?.login ?? "" },
      }))
      .sort((one, other) => one.id - other.id);
  };
  return {
    runs,
    jobs: (run_id) => octokit.paginate(actions.listJobsForWorkflowRun, { ...at, run_id, per_page: 100 }),
    log: async (job_id) => String((await actions.downloadJobLogsForWorkflowRun({ ...at, job_id })).data),
    dispatch: async (inputs) => {
      const before = (await runs()).at(-1)?.id ?? 0;
      await actions.createWorkflowDispatch({
        ...at,
        workflow_id: "milepost.yml",
        ref: "main",
        inputs: { ...inputs },
      });
      return (await runs()).find(({ id }) => id > before)?.id ?? 0;
    },
    artifacts: async (run_id) => {
      const asked = { ...at, run_id, per_page: 100 };
      return (await octokit.paginate(actions.listWorkflowRunArtifacts, asked)).map(({ name }) => name);
    },
    issue: async (wanted) => {
      const asked = { ...at, state: "all", per_page: 100 } as const;
      const issues = await octokit.paginate(octokit.rest.issues.listForRepo, asked);
      const found = issues.filter(({ title, pull_request }) => title === wanted && !pull_request);
      const [only] = found;
      if (!only || found.length > 1) throw new Error(`${found.length} issues are called ${wanted}`);
      const { number, state, body, labels } = only;
      const names = labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));
      return { number, state, body: body ?? "", labels: names };
    },
    quiet: async () => {
      while ((await runs()).some(({ status }) => status !== "completed")) await sleep(200);
    },
  };
};
