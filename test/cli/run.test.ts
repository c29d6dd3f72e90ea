import { existsSync } from "node:fs";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { shellWord } from "../../src/core/shell-word.ts";
import { fingerprint } from "../../src/git/repositories/fingerprint.ts";
import { scene, sh } from "../git/scene.ts";
import { main } from "../main.ts";
import { milepost, parsed, startMilepost } from "./milepost.ts";

const plan = `version: 1
plan: shop
title: Open a shop
branches: shop/{order}-{slug}
sandbox: off
limits: { attempts: 1 }
bodies:
  - body: cart
    todos:
      - { todo: add, title: Add things }
      - { todo: remove, title: Remove things, needs: [add] }
  - body: till
    todos: [{ todo: pay, title: Pay }]
`;

/** Writes a file, unless a file \`broken\` beside the scripts says otherwise; waits while a file \`hold\` is there. */
const agent = `#!/bin/sh
here=$(dirname "$0")
while [ -e "$here/hold" ]; do sleep 0.05; done
[ -e "$here/broken" ] && { echo "no key"; exit 3; }
echo "$MILEPOST_TODO" > "$MILEPOST_TODO.txt"
`;

const reviewer = `#!/bin/sh
echo '{"decision":"approve","summary":"Good.","commit":"'$MILEPOST_HEAD'"}' > "$MILEPOST_VERDICT"
`;

const stage = async () => {
  const place = await scene({ "README.md": "A shop.\n" });
  const scripts = join(place.dir, "scripts");
  await mkdir(scripts);
  const at = (name: string) => join(scripts, name);
  await writeFile(at("shop.yml"), plan);
  for (const [name, text] of Object.entries({ agent, reviewer })) {
    await writeFile(at(name), text);
    await chmod(at(name), 0o755);
  }
  const programs = ["--agent", `command:${at("agent")}`, "--reviewer", `command:${at("reviewer")}`];
  const args = (...more: string[]) => ["run", at("shop.yml"), "--repo", place.repo, ...programs, ...more];
  const run = (...more: string[]) => milepost(args(...more));
  const start = (...more: string[]) => startMilepost(args(...more));
  const ask = (command: string, ...more: string[]) =>
    milepost([command, ...more, "--repo", place.repo, "--json"]);
  const look = (...args: string[]) => milepost([...args, "--repo", place.repo]);
  return { ...place, at, run, start, ask, look };
};

const waitFor = async <Value>(look: () => Promise<Value | null>): Promise<Value> => {
  for (;;) {
    const seen = await look();
    if (seen !== null) return seen;
    await sleep(50);
  }
};

test("a run closes the milestone, and running again finds nothing to do", async () => {
  await using place = await stage();
  const before = await fingerprint(place.repo);
  const first = await place.run();
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  expect(first.stdout).toContain("Milestone #1 is closed");
  expect(first.stdout).toMatch(/ 00a +add +shop\/00a-add +main +#\d+ +1 +1 +approved +open/);
  expect(first.stdout).not.toContain("\u001b");
  expect(await fingerprint(place.repo)).toEqual(before);
  expect(await sh(place.repo, "log", "--format=%s", "-1", "milepost/shop/00a-add")).toBe("Add things");

  const second = await place.run();
  expect(second.exitCode).toBe(0);
  expect(second.stdout).toContain("Nothing to do: milestone #1 is closed, 3 of 3 todos done");
  const third = parsed((await place.run("--json")).stdout);
  expect(third.filter(({ type }) => type === "change" || type === "step")).toEqual([]);
  expect(third[0]).toMatchObject({
    type: "start",
    plan: "shop",
    bodies: [{ todos: ["add", "remove"] }, {}],
  });
  expect(third.at(-1)).toMatchObject({ type: "result", milestone: { state: "closed" }, todos: { done: 3 } });
});

test("a preview of the first run tells everything and makes nothing", async () => {
  await using place = await stage();
  const before = await fingerprint(place.repo);
  const { exitCode, stdout } = await milepost(["preview", place.at("shop.yml"), "--repo", place.repo]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("+ milestone Open a shop");
  expect(stdout).toContain("+ issue     00a Add things");
  expect(stdout).toContain("> claim     00a Add things");
  expect(await fingerprint(place.repo)).toEqual(before);
  expect(existsSync(join(place.repo, ".milepost"))).toBe(false);
});

test("a run whose agent fails is stuck with its reason; a retry ends it", async () => {
  await using place = await stage();
  await writeFile(place.at("broken"), "");
  const stuck = await place.run();
  expect(stuck.exitCode).toBe(2);
  expect(stuck.stdout).toMatch(/✗ `\w+` add \(#\d+\) is blocked: .*\n.*\| no key/);
  expect(stuck.stdout).toMatch(/`--retry` every blocked todo is tried again:\n {3}milepost run .*shop\.yml/);
  const [standing] = parsed((await place.ask("status")).stdout);
  expect(standing).toMatchObject({
    plans: [
      { plan: "shop", milestone: { number: 1, state: "open" }, bodies: [{ body: "cart" }, { body: "till" }] },
    ],
  });
  await rm(place.at("broken"));
  expect((await place.run()).exitCode).toBe(2);
  expect((await place.run("--retry")).exitCode).toBe(0);
});

test("while a run goes on, others look at it and leave it alone; Ctrl-C stops it and the same command ends it", async () => {
  await using place = await stage();
  await writeFile(place.at("hold"), "");
  const running = place.start("--json");
  // Looking sooner would only start one look after the other.
  await new Promise<void>((resolve) => {
    running.stdout?.on("data", (chunk: Buffer) => chunk.includes('"type":"step"') && resolve());
  });
  const working = await waitFor(async () => {
    const { stdout } = await place.ask("status", place.at("shop.yml"));
    return String(stdout).includes('"working"') ? parsed(stdout) : null;
  });
  const follows = place.look("logs", "--follow");
  expect(working).toMatchObject([
    {
      run: { plan: "shop", isAlive: true, pid: running.pid },
      plans: [
        {
          bodies: [
            {
              todos: [
                { todo: "add", state: "working" },
                { todo: "remove", waitsFor: ["00a add"] },
              ],
            },
            { todos: [{ todo: "pay" }] },
          ],
        },
      ],
    },
  ]);
  const preview = await milepost(["preview", place.at("shop.yml"), "--repo", place.repo]);
  expect(preview.stdout).not.toMatch(/^[+>]/m);
  expect((await place.run()).stderr).toContain("another Milepost is at work");
  const trees = await waitFor(async () => {
    const { stdout } = await place.ask("worktrees");
    return String(stdout).includes("shop/") ? parsed(stdout) : null;
  });
  expect(trees).toMatchObject([{ type: "worktrees" }]);

  running.kill("SIGINT");
  const stopped = await running;
  expect(stopped.exitCode).toBe(130);
  expect(stopped.stderr).toContain("the same command goes on");
  expect(await follows).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^00a add +│ ▶ agent: command(.|\n)*^00b pay +│ ■ agent: interrupted/m),
  });

  const killed = place.start("--json");
  await new Promise<void>((resolve) => {
    killed.stdout?.on("data", (chunk: Buffer) => chunk.includes('"stage":"agent"') && resolve());
  });
  killed.kill("SIGKILL");
  await killed;
  const { stdout: left } = await place.look("status");
  expect(left).toMatch(/The last run was cut off, and nothing runs now: plan shop, process \d+/);
  expect(left).toMatch(/Go on: {2}milepost run .*shop\.yml'? .*--agent '?command:/);
  expect(left).toMatch(/↺ 00a +add +cut off/);
  expect(left).not.toMatch(/working/);
  await rm(place.at("hold"));
  expect((await place.run()).exitCode).toBe(0);
  expect((await milepost(["worktrees", "--repo", place.repo])).stdout).toContain("no worktrees");
});

test("a run whose reader has seen enough stops without a word", async () => {
  await using place = await stage();
  const child = place.start("--json");
  child.stdout?.destroy();
  expect(await child).toMatchObject({ exitCode: 130, stderr: "" });
  expect((await place.run()).exitCode).toBe(0);
});

/** Gives a program a terminal of its own; where that is done otherwise, it is not tried. */
const terminal = process.platform === "linux" && existsSync("/usr/bin/script") ? "/usr/bin/script" : null;
const onTerminal = terminal ? test : test.skip;

onTerminal("keys of the live view show a log over it, and stop the run cleanly", async () => {
  await using place = await stage();
  await writeFile(place.at("hold"), "");
  const programs = [
    "--agent",
    `command:${place.at("agent")}`,
    "--reviewer",
    `command:${place.at("reviewer")}`,
  ];
  const words = [main, "run", place.at("shop.yml"), "--repo", place.repo, ...programs]
    .map(shellWord)
    .join(" ");
  const env = { TERM: "xterm", CI: "", NO_COLOR: "1", SHELL: "/bin/sh" };
  const command = `stty cols 100 rows 30; exec ${shellWord(process.execPath)} ${words}`;
  const running = execa(terminal ?? "", ["-qefc", command, "/dev/null"], { env, reject: false });
  let shown = "";
  running.stdout?.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const see = (what: RegExp) => waitFor(async () => (what.test(shown) ? true : null));
  await see(/›● .* agent/);
  running.stdin?.write("\r");
  await see(/The log of add[\s\S]*▶ agent: command/);
  running.stdin?.write("q");
  await see(/\?1049l/);
  running.stdin?.write("q");
  await see(/stopping: work is kept/);
  expect((await running).exitCode).toBe(130);
});
