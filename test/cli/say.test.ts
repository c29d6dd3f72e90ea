import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { scene } from "../git/scene.ts";
import { milepost, parsed } from "./milepost.ts";

const plan = `version: 1
plan: shop
title: Open a shop
branches: shop/{order}-{slug}
sandbox: off
limits: { rounds: 1 }
bodies:
  - body: cart
    todos: [{ todo: add, title: Add things }, { todo: remove, title: Remove things }]
`;

/** Waits while a file \`hold\` is there. */
const agent = `#!/bin/sh
here=$(dirname "$0")
while [ -e "$here/hold" ]; do sleep 0.05; done
echo "$MILEPOST_TODO" > "$MILEPOST_TODO.txt"
`;

const reviewer = `#!/bin/sh
echo '{"decision":"request_changes","summary":"No.","commit":"'$MILEPOST_HEAD'"}' > "$MILEPOST_VERDICT"
`;

const stage = async () => {
  const place = await scene({ "README.md": "A shop.\n" });
  const scripts = join(place.dir, "scripts");
  await mkdir(scripts);
  const at = (name: string) => join(scripts, name);
  for (const [name, text] of Object.entries({ "shop.yml": plan, agent, reviewer })) {
    await writeFile(at(name), text);
    await chmod(at(name), 0o755);
  }
  const programs = ["--agent", `command:${at("agent")}`, "--reviewer", `command:${at("reviewer")}`];
  const run = () => milepost(["run", at("shop.yml"), "--repo", place.repo, ...programs, "--json"]);
  const say = (...words: string[]) => milepost(["say", at("shop.yml"), ...words, "--repo", place.repo]);
  return { ...place, at, run, say };
};

test("a person brings a plan to its end that its reviewer never would", async () => {
  await using place = await stage();
  expect((await place.say("help")).stderr).toMatch(/nothing has run here yet/);
  expect((await place.run()).exitCode).toBe(2);
  const misspelt = await place.say("aprove", "--todo", "add");
  expect(misspelt).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("did you mean `approve`?") });
  expect((await place.say("approve", "--todo", "nobody")).stderr).toMatch(/no todo nobody of the plan shop/);
  const approval = await place.say("approve", "--todo", "add");
  expect(approval).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/approved in your name/) });
  expect((await place.say("skip", "not", "needed", "--todo", "remove")).exitCode).toBe(0);
  const ended = await place.run();
  expect(ended.exitCode).toBe(0);
  expect(parsed(ended.stdout).at(-1)).toMatchObject({ milestone: { state: "closed" }, todos: { done: 2 } });
});

test("a run hears what is said while its agents work, and a stop ends it until it is resumed", async () => {
  await using place = await stage();
  await writeFile(place.at("hold"), "");
  const running = place.run();
  while (!existsSync(join(place.repo, ".milepost/forge.json"))) await sleep(50);
  for (;;) {
    const status = await place.say("status");
    if (String(status.stdout).includes("at work")) break;
    await sleep(100);
  }
  const pause = await place.say("pause", "--todo", "add");
  expect(pause.stdout).toMatch(/A run holds .* obeyed when it has ended/);
  expect((await place.say("stop")).stdout).toMatch(/what runs is cancelled/);
  const stopped = await running;
  expect(stopped.exitCode).toBe(2);
  expect(parsed(stopped.stdout).at(-1)).toMatchObject({
    waiting: expect.arrayContaining([expect.stringContaining("the plan is stopped")]),
  });
  expect((await place.say("resume")).stdout).toMatch(/still paused by themselves: `\w+`/);
});
