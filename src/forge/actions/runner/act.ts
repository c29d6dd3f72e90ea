import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { execa } from "execa";
import { MilepostError } from "../../../core/error.ts";
import { privateFolder } from "../../../git/private-folder.ts";
import { ActLog } from "./act-log.ts";
import type { JobObserver, JobOrder, JobReport, Runner } from "./runner.ts";
import { standIns } from "./stand-ins.ts";
import { endStrays } from "./strays.ts";

/** How long a cancelled job has to end by itself, in milliseconds. */
const grace = 10_000;

/**
 * Runs jobs with nektos/act in its host mode: on this machine, without containers.
 * @throws MilepostError when act is not installed.
 */
export const actRunner = async (program = "act"): Promise<Runner> => {
  const found = await execa(program, ["--version"], { reject: false });
  if (found.exitCode !== 0) {
    throw new MilepostError(`${program} cannot be run`, {
      hint: "install it: go install github.com/nektos/act@v0.2.87",
      cause: found.cause,
    });
  }
  return { run: (order, observer) => runJob(program, order, observer) };
};

const runJob = async (program: string, order: JobOrder, observer: JobObserver): Promise<JobReport> => {
  await using place = await privateFolder("jobs");
  const { path: folder } = place;
  const trackingId = `milepost_${order.jobId}_${folder.slice(-6)}`;
  try {
    const args = await prepare(order, { folder, trackingId });
    const log = new ActLog(Object.values(order.secrets));
    const child = spawn(program, args, {
      cwd: folder,
      env: hostEnvironment(),
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    using _ending = endOnAbort(child, observer.signal);
    const [code] = await Promise.all([
      // What a killed act left running holds its output open.
      exitOf(child).finally(() => endStrays(trackingId)),
      follow(child.stdout, log, observer),
      follow(child.stderr, log, observer),
    ]);
    observer.steps(log.steps());
    const conclusion = observer.signal.aborted ? "cancelled" : code === 0 ? "success" : "failure";
    return { conclusion, steps: log.results() };
  } finally {
    await endStrays(trackingId);
  }
};

/** Writes what act reads, and returns its arguments; nothing secret stands in them. */
const prepare = async (
  order: JobOrder,
  { folder, trackingId }: { folder: string; trackingId: string },
): Promise<string[]> => {
  const file = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const sha = order.environment.GITHUB_SHA ?? "";
  // act takes a file that ends in .yml for a map, and JSON is one; SHA_REF is what it calls GITHUB_SHA.
  const environment = { ...order.environment, ...plain, SHA_REF: sha, RUNNER_TRACKING_ID: trackingId };
  const work = join(folder, "work");
  await mkdir(work);
  const actions = await standIns(order.actions, { folder: join(folder, "actions"), folders: order.folders });
  return [
    order.eventName,
    ...["--directory", work, "--workflows", await file("workflow.yml", order.workflow), "--job", order.key],
    ...["--eventpath", await file("event.json", order.event)],
    ...["--env-file", await file("env.yml", JSON.stringify(environment))],
    ...["--secret-file", await file("secrets.yml", JSON.stringify(order.secrets))],
    ...["--var-file", await file("vars.yml", JSON.stringify(order.variables))],
    ...["--input-file", await file("inputs.yml", "{}")],
    ...["--actor", order.actor, "--platform", "ubuntu-latest=-self-hosted"],
    ...["--action-cache-path", join(folder, "cache"), "--no-cache-server", "--no-skip-checkout", "--json"],
    ...actions.flatMap((action) => ["--local-repository", action]),
  ];
};

/** act gives steps a terminal; programs are told not to page or colour for it. */
const plain = { TERM: "dumb", NO_COLOR: "1", PAGER: "cat", GIT_PAGER: "cat" };

/** What of this process's environment a job sees, with this process's own node first. */
const hostEnvironment = (): Record<string, string> => {
  const kept = ["HOME", "LANG", "LC_ALL", "LOGNAME", "SHELL", "TMPDIR", "TZ", "USER"];
  const path = [dirname(process.execPath), process.env.PATH ?? ""].join(delimiter);
  const entries = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(entries), PATH: path };
};

const exitOf = async (child: ChildProcess): Promise<number | null> => {
  const [code]: unknown[] = await once(child, "exit");
  return typeof code === "number" ? code : null;
};

const follow = async (output: Readable, log: ActLog, observer: JobObserver): Promise<void> => {
  for await (const line of createInterface({ input: output, crlfDelay: Number.POSITIVE_INFINITY })) {
    const { text, step, moved } = log.take(line);
    if (text !== null) observer.log({ step, text });
    if (moved) observer.steps(log.steps());
  }
};

/** Interrupts act when the job is cancelled, and kills it when that does not help. */
const endOnAbort = (child: ChildProcess, signal: AbortSignal): Disposable => {
  let timer: NodeJS.Timeout | undefined;
  const send = (name: "SIGINT" | "SIGKILL") => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, name);
  };
  const end = () => {
    send("SIGINT");
    timer = setTimeout(() => send("SIGKILL"), grace);
  };
  if (signal.aborted) end();
  signal.addEventListener("abort", end, { once: true });
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    },
  };
};
