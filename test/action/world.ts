import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { execa } from "execa";
import type { LaneEntry } from "../../src/core/lane/handoff.ts";
import type { AppOptions } from "../../src/forge/apps/table.ts";
import { type As, openWorld as openForgeWorld } from "../forge/world.ts";
import { type Gateway, startGateway } from "./gateway.ts";

export type Step = "orchestrate" | "implement" | "propose" | "review" | "settle" | "check" | "command";

/** A run of a workflow: all its jobs see the same checkout's commit, and artifacts of each other. */
export interface Run {
  readonly id: number;
  readonly attempt?: number;
}

export interface StepOptions {
  readonly run?: Run;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: { readonly name: string; readonly payload: unknown };
}

/** What a step of a job left. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly requests: readonly string[];
}

/** The lanes that an orchestrate started, in its order. */
export const entriesOf = ({ todos = "[]", entries = "{}" }: Ended["outputs"]): LaneEntry[] => {
  const told = JSON.parse(entries) as Record<string, LaneEntry>;
  return (JSON.parse(todos) as string[]).flatMap((todo) => told[todo] ?? []);
};

/** A repository on a forge, and jobs whose actions run as processes, with environment and files as a runner gives them. */
export interface ActionWorld extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly owner: string;
  readonly repo: string;
  readonly token: (as: As) => string;
  /** Asks the forge itself, past the gateway. */
  readonly octokit: Octokit;
  readonly push: (branch: string, files: Record<string, string>, from?: string) => Promise<string>;
  readonly git: (...args: string[]) => Promise<string>;
  readonly step: (step: Step, options?: StepOptions) => Promise<Ended>;
}

/** The bundle of an action. */
const program = (step: Step): string[] => [join(process.cwd(), "dist", step, "index.js")];

export const openActionWorld = async (apps: readonly AppOptions[] = []): Promise<ActionWorld> => {
  const world = await openForgeWorld({ apps });
  const { owner, repo, push, git } = await world.repository();
  const gateway = await startGateway(world.forge.url);
  const folder = await mkdtemp(join(tmpdir(), "milepost-action-"));
  const token = (as: As): string => world.token(as) ?? "";
  let count = 0;
  const step = async (name: Step, options: StepOptions = {}): Promise<Ended> => {
    count += 1;
    const job = join(folder, `job-${count}`);
    await mkdir(join(job, "temp"), { recursive: true });
    const place = await layJob(job, options);
    const workspace = join(job, "workspace");
    const url = `${world.forge.url.replace("//", `//x:${token("bot")}@`)}/${owner}/${repo}.git`;
    await execa("git", ["clone", "--quiet", "--depth=1", "--branch=main", url, workspace]);
    const before = gateway.requests.length;
    const environment = { ...place, ...environmentOf({ owner, repo, gateway, workspace, job }, options) };
    const ended = await start(program(name), {
      environment,
      inputs: { token: token("bot"), ...options.inputs },
    });
    const [output, summary] = await Promise.all([
      readFile(join(job, "output"), "utf8"),
      readFile(join(job, "summary"), "utf8"),
    ]);
    return { ...ended, outputs: outputsIn(output), summary, requests: gateway.requests.slice(before) };
  };
  return {
    gateway,
    owner,
    repo,
    token,
    octokit: new Octokit({ baseUrl: world.forge.url, auth: token("owner") }),
    push,
    git,
    step,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

const layJob = async (job: string, { event }: StepOptions): Promise<Record<string, string>> => {
  const [output, summary, payload] = ["output", "summary", "event.json"].map((name) => join(job, name));
  await Promise.all([
    writeFile(output ?? "", ""),
    writeFile(summary ?? "", ""),
    writeFile(payload ?? "", JSON.stringify(event?.payload ?? {})),
  ]);
  return {
    GITHUB_OUTPUT: output ?? "",
    GITHUB_STEP_SUMMARY: summary ?? "",
    GITHUB_EVENT_PATH: payload ?? "",
  };
};

const environmentOf = (
  at: { owner: string; repo: string; gateway: Gateway; workspace: string; job: string },
  { run = { id: 1 }, env = {}, event }: StepOptions,
): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: at.job,
  GITHUB_ACTIONS: "true",
  GITHUB_API_URL: `http://127.0.0.1:${at.gateway.port}`,
  GITHUB_SERVER_URL: `http://forge.localhost:${at.gateway.port}`,
  GITHUB_REPOSITORY: `${at.owner}/${at.repo}`,
  GITHUB_WORKSPACE: at.workspace,
  GITHUB_RUN_ID: String(run.id),
  GITHUB_RUN_ATTEMPT: String(run.attempt ?? 1),
  GITHUB_REF: "refs/heads/main",
  GITHUB_WORKFLOW_REF: `${at.owner}/${at.repo}/.github/workflows/milepost.yml@refs/heads/main`,
  GITHUB_EVENT_NAME: event?.name ?? "workflow_dispatch",
  RUNNER_TEMP: join(at.job, "temp"),
  ACTIONS_RUNTIME_TOKEN: runtimeToken(run.id),
  ACTIONS_RESULTS_URL: `http://127.0.0.1:${at.gateway.port}/`,
  ...env,
});

/** The artifact client reads the ids of run and job from its token and leaves the signature alone. */
export const runtimeToken = (run: number): string => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [part({ alg: "none" }), part({ scp: `Actions.Results:run-${run}:job` }), "x"].join(".");
};

const start = async (
  args: readonly string[],
  { environment, inputs }: { environment: Record<string, string>; inputs: Readonly<Record<string, string>> },
): Promise<Pick<Ended, "code" | "stdout" | "stderr">> => {
  const given = Object.entries(inputs).map(
    ([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const,
  );
  const child = spawn(process.execPath, args, { env: { ...environment, ...Object.fromEntries(given) } });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
};

const outputsIn = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(ghadelimiter_[\w-]+)\n([\s\S]*?)\n\2$/gm)].map(
      ([, name = "", , value = ""]) => [name, value],
    ),
  );
