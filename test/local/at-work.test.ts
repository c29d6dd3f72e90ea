import { execFile, execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { trySandbox } from "../../src/agents/sandbox/try.ts";
import { proxy } from "../agents/sandbox/scene.ts";
import { disk } from "../folders.ts";
import { main } from "../main.ts";
import {
  agentScript,
  deciding,
  linesOf,
  newWorld,
  type Ran,
  type Running,
  reviewerScript,
  runToEnd,
  startRun,
  type World,
} from "./world.ts";

const { ok } = await trySandbox(proxy);
const sandboxed = (name: string, body: () => Promise<void>, limitMs?: number) =>
  ok ? test(name, body, limitMs) : test.skip(`${name} (skipped: needs a sandbox)`, body);

const bodies = `bodies:
  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }
  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }
`;

/** Agents and reviewers that note their runs; agents wait until `go` is there. */
const waiting = (world: World, more = "") => ({
  agent: world.file(
    "agent.sh",
    agentScript(`echo "agent $MILEPOST_TODO" >> "${world.dir}/log"
while [ ! -e "${world.dir}/go" ]; do sleep 0.1; done
${more}`),
  ),
  reviewer: world.file(
    "reviewer.cjs",
    `#!/usr/bin/env node
require("node:fs").appendFileSync("${world.dir}/log", "reviewer " + process.env.MILEPOST_TODO + "\\n");
${deciding().split("\n").slice(1).join("\n")}`,
  ),
});

const logged = (world: World, lines: number): Promise<void> =>
  until(() => linesOf(world, "log").length >= lines);

const until = async (holds: () => boolean): Promise<void> => {
  for (;;) {
    try {
      if (holds()) return;
    } catch {
      // What is read is not there yet.
    }
    await sleep(50);
  }
};

test("without a sandbox, a person who works in the repository is asked whose doing it was, and pays nobody twice", async () => {
  using world = newWorld();
  const run = { plan: world.plan(bodies), ...waiting(world) };
  const { ended } = startRun(world, run);
  await logged(world, 2);
  world.git("commit", "--quiet", "--allow-empty", "--message=Mine");
  execFileSync("git", ["clone", "--quiet", world.repo, join(world.dir, "origin")]);
  world.git("remote", "add", "origin", join(world.dir, "origin"));
  world.git("fetch", "--quiet", "origin");
  appendFileSync(join(world.repo, "README.md"), "more\n");
  writeFileSync(join(world.dir, "go"), "");
  const stuck = await ended;
  expect([stuck.code, stuck.result.todos]).toEqual([2, { total: 2, done: 0, blocked: 2 }]);
  const question = /by a person.* or by those of a1, b1: (.*)\. See .*\/milepost retry.*--retry/;
  expect(stuck.result.waiting.map((reason) => question.exec(reason)?.[1])).toEqual(Array(2).fill(changes));
  expect(settledIn(stuck)).toEqual(["a1 unattributed", "b1 unattributed"]);

  const { code, result, events } = await runToEnd(world, { ...run, more: ["--retry"] });
  expect([code, result.milestone?.state]).toEqual([0, "closed"]);
  expect(settledIn({ events })).toEqual(["a1 approved", "b1 approved"]);
  expect(linesOf(world, "log").sort()).toEqual(["agent a1", "agent b1", "reviewer a1", "reviewer b1"]);
});

const changes =
  "branch main changed, ref refs/remotes/origin/main appeared, .git/config changed, change of README.md appeared";

const settledIn = ({ events }: Pick<Ran, "events">): string[] =>
  events.flatMap((event) => (event.type === "settled" ? [`${event.todo} ${event.result}`] : [])).sort();

test("without a sandbox, a program that writes into the repository is caught, and nothing of its todo is approved", async () => {
  using world = newWorld();
  const more = `if [ "$MILEPOST_TODO" = a1 ]; then echo mine > "${world.repo}/.git/hooks/pre-commit"; fi`;
  writeFileSync(join(world.dir, "go"), "");
  const one = bodies.replace("  - { body: b,", "  - { body: b, after: [a],");
  const ran = await runToEnd(world, { plan: world.plan(one), ...waiting(world, more) });
  expect([ran.code, ran.result.todos]).toEqual([2, { total: 2, done: 0, blocked: 1 }]);
  expect(ran.result.waiting.join()).toMatch(/a1 .*those of a1: \.git\/hooks\/pre-commit appeared/);
  expect(ran.result.pulls).toEqual([]);
});

test("without a sandbox, a reviewer that writes into the repository approves nothing before a person has said whose doing it was", async () => {
  using world = newWorld();
  const { agent } = waiting(world);
  writeFileSync(join(world.dir, "go"), "");
  const verdict = `(require("node:fs").writeFileSync("${world.repo}/new.txt", "x"), { decision: "approve" })`;
  const run = {
    plan: world.plan("bodies:\n  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }\n"),
    agent,
    reviewer: world.file("reviewer.cjs", reviewerScript(verdict)),
  };
  const stuck = await runToEnd(world, run);
  expect([stuck.code, stuck.result.todos.blocked, stuck.result.pulls[0]?.verdict]).toEqual([2, 1, null]);
  expect(stuck.result.waiting.join()).toMatch(/those of a1: untracked file new\.txt appeared/);
  const { code, result } = await runToEnd(world, { ...run, more: ["--retry"] });
  expect([code, result.pulls[0]?.verdict]).toEqual([0, "approve"]);
  expect(linesOf(world, "log")).toEqual(["agent a1"]);
});

test("a run whose output goes into a file of the repository is not in its own way", async () => {
  using world = newWorld();
  writeFileSync(join(world.dir, "go"), "");
  const { agent, reviewer } = waiting(world);
  const line = `"$0" "$1" run "$2" --agent "command:$3" --reviewer "command:$4" --json > events.jsonl`;
  const given = [process.execPath, main, world.plan(bodies), agent, reviewer];
  await promisify(execFile)("sh", ["-c", line, ...given], { cwd: world.repo });
  const last = readFileSync(join(world.repo, "events.jsonl"), "utf8").trim().split("\n").at(-1) ?? "";
  expect(JSON.parse(last)).toMatchObject({ type: "result", todos: { total: 2, done: 2, blocked: 0 } });
});

const colleague = ["-c", "user.name=Colleague", "-c", "user.email=colleague@example.com"];

/** A person at work: each deed again and again until the run has ended; answers how often they came round. */
const workUntilEnded = async (
  world: World,
  { child, ended }: Running,
): Promise<{ ran: Ran; rounds: number }> => {
  const { repo, dir } = world;
  const git = async (...args: string[]): Promise<void> => {
    await promisify(execFile)("git", ["-C", repo, ...args]);
  };
  const origin = join(dir, "origin");
  await git("clone", "--quiet", repo, origin);
  await git("remote", "add", "origin", origin);
  let rounds = 0;
  for (; child.exitCode === null; rounds += 1) {
    appendFileSync(join(repo, "README.md"), `line ${rounds}\n`);
    mkdirSync(join(repo, "notes"), { recursive: true });
    writeFileSync(join(repo, `notes/${rounds}.txt`), "a thought\n");
    await git("status", "--short");
    await git("commit", "--all", "--quiet", "--message=Mine");
    await git("switch", "--quiet", "--create", `topic-${rounds}`, "HEAD~1");
    writeFileSync(join(repo, `topic-${rounds}.txt`), "x\n");
    await git("add", `topic-${rounds}.txt`);
    await git("commit", "--quiet", "--message=A topic");
    await git("rebase", "--quiet", "main");
    await git("switch", "--quiet", "main");
    await git("merge", "--quiet", `topic-${rounds}`);
    await git("-C", origin, ...colleague, "commit", "--quiet", "--allow-empty", "--message=Theirs");
    await git("fetch", "--quiet", "origin");
    if (rounds % 2 === 1) await git("gc", "--quiet");
  }
  return { ran: await ended, rounds };
};

/** Lanes beside each other, stacks, and what waits for all of them. */
const many = `sandbox: required
bodies:
  - { body: a, todos: [{ todo: a1, title: A1 }, { todo: a2, title: A2, needs: [a1] }] }
  - { body: b, todos: [{ todo: b1, title: B1 }, { todo: b2, title: B2, needs: [a1, b1] }] }
  - { body: c, after: [a, b], todos: [{ todo: c1, title: C1 }, { todo: c2, title: C2 }] }
`;

sandboxed(
  "a plan closes with the sandbox required and no attempt lost, whatever a person does in the repository meanwhile",
  async () => {
    using world = newWorld(disk);
    const running = startRun(world, {
      plan: world.plan(many),
      agent: world.file("agent.sh", agentScript()),
      reviewer: world.file("reviewer.cjs", reviewerScript()),
    });
    const { ran, rounds } = await workUntilEnded(world, running).finally(() => running.child.kill());
    expect(rounds).toBeGreaterThan(0);
    expect([ran.code, ran.result.milestone?.state]).toEqual([0, "closed"]);
    expect(ran.result.todos).toEqual({ total: 6, done: 6, blocked: 0 });
    expect([...new Set(settledIn(ran).map((line) => line.split(" ")[1]))]).toEqual(["approved"]);
    const attempts = ran.events.flatMap((event) => (event.type === "step" ? [event.attempt] : []));
    expect([...new Set(attempts)]).toEqual([1]);
    const told = ran.events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
    expect(told.filter((message) => message.includes("branch main"))).toHaveLength(1);
  },
);
