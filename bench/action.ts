import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Figure, median } from "./figure.ts";

const rounds = 7;
const actions = ["orchestrate", "implement", "propose", "review", "settle", "check", "command"];

/** How long each bundled action takes to its first request, beside a node that does nothing, and how large all are. */
export const measureActions = async (): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const action of actions) figures.push(await startOf(action));
  return [...figures, ...sizes()];
};

const startOf = async (action: string): Promise<Figure> => {
  const times: { start: number; node: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push({
      start: await onFreshRunner((dir) => toFirstRequest(action, dir)),
      node: await onFreshRunner(async (dir) => (await timesOf(["-e", "0"], dir)).ended),
    });
  }
  return {
    name: `start of the action ${action} to its first request, beside node -e 0`,
    unit: "ms",
    value: median(times.map(({ start }) => start)),
    floor: median(times.map(({ node }) => node)),
    target: { of: "ratio", most: 4 },
  };
};

/** Each job finds an empty `RUNNER_TEMP`. */
const onFreshRunner = async (measure: (dir: string) => Promise<number>): Promise<number> => {
  const dir = mkdtempSync(join(tmpdir(), "milepost-bench-"));
  try {
    lay(dir);
    return await measure(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

const sizes = (): Figure[] => {
  const files = readdirSync("dist/milepost").filter((name) => name.endsWith(".js"));
  const [proxy, shared] = [
    files.filter((name) => name === "proxy.js"),
    files.filter((name) => name !== "proxy.js"),
  ];
  return [
    sizeOf("the bundle that all actions share", shared),
    sizeOf("the bundle of the sandbox's proxy process", proxy),
  ];
};

const sizeOf = (name: string, files: readonly string[]): Figure => {
  const bytes = files.reduce((sum, file) => sum + statSync(join("dist/milepost", file)).size, 0);
  return { name, unit: "MB", value: bytes / 1_000_000, floor: null, target: { of: "value", most: 4 } };
};

const toFirstRequest = async (action: string, dir: string): Promise<number> => {
  const { first } = await timesOf([join("dist", action, "index.js")], dir);
  if (first === null) throw new Error(`the action ${action} ended before it asked for anything`);
  return first;
};

/** Milliseconds until a server is asked something, `null` without that, and until the program has ended. */
const timesOf = async (
  args: readonly string[],
  dir: string,
): Promise<{ first: number | null; ended: number }> => {
  const begun: { at: number; first: number | null } = { at: 0, first: null };
  const server = createServer((request, response) => {
    begun.first ??= performance.now() - begun.at;
    request.resume();
    response.writeHead(401, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const env = { ...process.env, ...environment(dir, (server.address() as AddressInfo).port) };
  begun.at = performance.now();
  const child = spawn(process.execPath, args, { stdio: "ignore", env });
  await once(child, "close");
  const ended = performance.now() - begun.at;
  server.close();
  server.closeAllConnections();
  return { first: begun.first, ended };
};

const sha = "0123456789abcdef0123456789abcdef01234567";
const entry = {
  ...{ plan: "bench", body: "one", todo: "a", order: "00a", issue: 2, branch: "b/00a-a", base: "main" },
  kind: "work",
  ...{ baseSha: sha, head: sha, start: sha, from: "implement", round: 1, attempt: 1, fixes: [], pull: null },
  ...{ granted: [], checked: false, worktree: "one", claim: sha },
};
const at = { full_name: "acme/project" };
const event = {
  repository: { default_branch: "main" },
  pull_request: { number: 1, base: { ref: "main", sha, repo: at }, head: { ref: "b", sha, repo: at } },
  issue: { number: 2 },
  comment: { id: 1, body: "/milepost status", user: { login: "ada", type: "User" } },
};
const plan = `version: 1
plan: bench
title: Bench
sandbox: off
agent: { use: command, command: ["true"] }
reviewer: { use: command, command: ["true"] }
bodies:
  - body: one
    todos:
      - { todo: a, title: Do A }
`;

const lay = (dir: string): void => {
  mkdirSync(join(dir, "plans"));
  writeFileSync(join(dir, "plans/bench.yml"), plan);
  writeFileSync(join(dir, "event.json"), JSON.stringify(event));
  for (const name of ["output", "summary"]) writeFileSync(join(dir, name), "");
};

const token = (): string => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [part({ alg: "none" }), part({ scp: "Actions.Results:run:job" }), "x"].join(".");
};

const environment = (dir: string, port: number): Record<string, string> => ({
  GITHUB_API_URL: `http://127.0.0.1:${port}`,
  GITHUB_SERVER_URL: `http://forge.localhost:${port}`,
  GITHUB_REPOSITORY: "acme/project",
  GITHUB_WORKSPACE: dir,
  GITHUB_RUN_ID: "1",
  GITHUB_RUN_ATTEMPT: "1",
  GITHUB_REF: "refs/heads/main",
  GITHUB_WORKFLOW_REF: "acme/project/.github/workflows/milepost.yml@refs/heads/main",
  GITHUB_EVENT_NAME: "bench",
  GITHUB_EVENT_PATH: join(dir, "event.json"),
  GITHUB_OUTPUT: join(dir, "output"),
  GITHUB_STEP_SUMMARY: join(dir, "summary"),
  RUNNER_TEMP: dir,
  ACTIONS_RUNTIME_TOKEN: token(),
  ACTIONS_RESULTS_URL: `http://127.0.0.1:${port}/`,
  INPUT_TOKEN: "x",
  INPUT_PLAN: "bench",
  INPUT_ENTRY: JSON.stringify(entry),
});
