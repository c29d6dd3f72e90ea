import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { adapters } from "../../../src/agents/adapters/list.ts";
import { trySandbox } from "../../../src/agents/sandbox/try.ts";
import { commitLeftovers } from "../../../src/git/worktrees/leftovers.ts";
import { setVariables } from "../../environment.ts";
import { sh } from "../../git/scene.ts";
import { judge, sceneOf } from "../scene.ts";
import { connections, intrusions, type Named, reads, takers, writes } from "./attacks.ts";
import { type Machine, newMachine, proxy, secret } from "./scene.ts";

const tried = await trySandbox(proxy);
const needs = (name: string) => (tried.ok ? name : `${name} (skipped: needs a sandbox)`);
const hostile = tried.ok ? test : test.skip;

const reviewers = Object.values(adapters).filter(({ reviews, verdictFile }) => reviews && !verdictFile);

let variables: Disposable;
let machine: Machine;
beforeAll(async () => {
  variables = setVariables({ MILEPOST_TEST_SECRET: secret });
  if (tried.ok) machine = await newMachine();
});
afterAll(async () => {
  variables[Symbol.dispose]();
  if (tried.ok) await machine[Symbol.asyncDispose]();
});

/** Each attack meets the machine as the one before it left it: as it was. */
const attack = async (attacker: Named) => {
  const before = machine.look();
  const { result, transcript } = await machine.run(attacker);
  expect(machine.look()).toEqual(before);
  const said = `${transcript}\n${JSON.stringify(result)}`;
  expect(said).toMatch(attacker.says);
  return { result, transcript, said };
};

hostile.each(writes)(needs("an agent that $name fails, and it is reported"), async (attacker) => {
  await attack(attacker);
});

hostile.each(reads)(needs("an agent that $name learns nothing"), async (attacker) => {
  const { said } = await attack(attacker);
  expect(said).not.toContain(secret);
});

hostile.each(connections)(needs("an agent that $name gets no answer"), async (attacker) => {
  const { result } = await attack(attacker);
  expect(result).toMatchObject({ kind: "exit", code: 1 });
});

hostile.each(intrusions)(needs("a reviewer's child that $name cannot"), async (attacker) => {
  const { result, transcript } = await machine.run({ ...attacker, role: "reviewer" });
  expect(transcript).toMatch(attacker.says);
  expect(transcript).not.toContain("it could");
  expect(result).toMatchObject({ kind: "exit", code: 0 });
});

hostile(needs("a reviewer works as anywhere, and is denied nothing that it does not ask for"), async () => {
  const { result, transcript } = await machine.run({
    role: "reviewer",
    program: `git log -1 --format=%s; git diff --stat; echo x > "$HOME/note"; node -e 'console.log(1 + 1)'; exit 3`,
  });
  expect(transcript).toBe("First\n2\n");
  expect(result).toMatchObject({ kind: "exit", code: 3, denied: [] });
});

hostile.each(reviewers)(needs("$name as a reviewer says no, whoever takes its output"), async (adapter) => {
  await using scene = await sceneOf(adapter);
  const { dir } = scene.at;
  const fake = resolve("test/agents/fakes", adapter.name);
  const steal = `my $fd = syscall(438, syscall(434, $ARGV[0] + 0, 0), 1, 0); exit 1 if $fd < 0;
      open(my $out, ">&=", $fd); select(undef, undef, undef, 0.5); print $out <STDIN>;`;
  await writeFile(
    join(dir, "change.sh"),
    `printf approve | sh '${fake}' --usage-output-file /dev/null | { perl -e '${steal}' "$PPID"; : > "$HOME/over"; } 2> /dev/null &\n`,
  );
  const place = { ...scene.place, confine: machine.confine };
  expect(await judge({ ...scene, place }, "deny slowly")).toMatchObject({
    ok: true,
    verdict: { decision: "request_changes", summary: "No." },
  });
});

hostile.each(takers)(needs("an agent that $name is ended"), async (attacker) => {
  await attack(attacker);
  for (const name of readdirSync(machine.tree.path)) {
    if (name.startsWith("fill")) rmSync(join(machine.tree.path, name));
  }
});

hostile(needs("a daemon ends with the agent that left it"), async () => {
  const { result } = await machine.run({
    program: `setsid sh -c 'exec 1>&- 2>&-; while :; do echo beat > beat; sleep 0.1; done' & sleep 0.5; test -e beat`,
  });
  expect(result).toMatchObject({ kind: "exit", code: 0 });
  expect(daemons()).toEqual([]);
});

/** Processes of this user that carry the machine's folder in their environment. */
const daemons = () =>
  readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false;
    try {
      return readFileSync(`/proc/${name}/environ`, "utf8").includes(`${machine.dir}:t`);
    } catch {
      return false;
    }
  });

hostile(needs("ten million lines cost neither memory nor disk"), async () => {
  const { result } = await machine.run({ program: `yes "a line that says nothing" | head -n 10000000` });
  expect(result).toMatchObject({ kind: "exit", code: 0 });
  expect(statSync(join(machine.dir, "transcript.log")).size).toBeLessThan(11 * 1024 * 1024);
});

hostile(needs("an honest agent commits, stashes, rebases and branches as anywhere"), async () => {
  const before = machine.look();
  const { result, transcript } = await machine.run({
    program: `set -e
      cp README.md known-already.md; git add known-already.md; git reset -q
      git status; git log -1; git diff; git branch -a
      echo one > one.txt; git add one.txt; git commit -q -m One
      echo two >> one.txt; git stash -q; git stash pop -q; git commit -q -a -m Two
      git rebase -q --force-rebase origin/main; git checkout -q -b topic; git commit -q --allow-empty -m Three
      git checkout -q mine; git merge -q topic; git branch -d topic; git gc -q
      echo "$HOME" > "$HOME/note"; echo x > "$TMPDIR/note"; echo left > left.txt`,
  });
  expect([transcript, result]).toEqual([
    expect.anything(),
    expect.objectContaining({ kind: "exit", code: 0, denied: [] }),
  ]);
  expect(machine.look()).toEqual(before);
  const author = { name: "Milepost", email: "milepost@example.com" };
  const sha = await commitLeftovers(machine.tree, { author, message: "Left" });
  expect(await sh(machine.hub.dir, "log", "--format=%s", sha)).toBe("Left\nThree\nTwo\nOne\nFirst");
});

hostile(needs("a program sees its checkout on a runner, too, and no other"), async () => {
  const program = `cat src/a.txt; git rev-parse HEAD > /dev/null && basename "$PWD"; ls -A "$OTHER"`;
  for (const [role, folder] of [
    ["reviewer", "mine.review"],
    ["agent", "mine"],
  ] as const) {
    const { transcript } = await machine.run({ program, role, isOnRunner: true });
    expect(transcript.replace(/^ls: .*\n/m, "")).toBe(`a\n${folder}\n`);
  }
});

test("what hostile programs need is here in CI", () => {
  expect(process.env.CI !== undefined && !tried.ok).toBe(false);
});
