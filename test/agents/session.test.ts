import { existsSync } from "node:fs";
import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { adapters } from "../../src/agents/adapters/list.ts";
import type { Needs } from "../../src/agents/needs.ts";
import type { Sandbox } from "../../src/agents/sandbox/sandbox.ts";
import { entry, type Scene, sceneOf, work } from "./scene.ts";

/** Holds nothing: what matters here is that there is a home folder of its own. */
const sandbox: Sandbox = {
  prepare: () => undefined,
  enter: async (argv) => ({ argv, leave: async () => [] }),
  [Symbol.asyncDispose]: async () => undefined,
};
const confine = ({ dir }: Pick<Needs, "dir">) => ({
  sandbox: {
    sandbox,
    policy: {
      ...{ writable: [], readOnly: [], hidden: [], readable: [], hosts: [], refused: [], brought: [] },
      ...{ home: join(dir, "home"), temp: join(dir, "tmp"), untraceable: false },
    },
  },
});
const held = <T extends Scene>(scene: T): T => ({ ...scene, place: { ...scene.place, confine } });
const homeOf = ({ place }: Scene) => join(place.handOff("t"), "agent/home");

const begun = { ok: true, said: "I wrote hello.txt." };
const goneOn = { ok: true, said: "I wrote hello.txt. Again." };
const once = { inputTokens: 2000, cachedInputTokens: 400, outputTokens: 200 };

const keepers = [adapters.claude, adapters.codex, adapters.opencode, adapters.gemini, adapters.copilot];

test.each(keepers)(
  "$name goes on in the conversation of the run that it answers for, and is billed its part of it",
  async (adapter) => {
    await using scene = await sceneOf(adapter);
    const kept = held(scene);
    expect(await work(kept, "write")).toMatchObject({ ...begun, usage: once });
    expect(await work(kept, "write", true)).toMatchObject({ ...goneOn, usage: once });
    expect(await work(kept, "write", true)).toMatchObject(goneOn);
    expect(await work(kept, "write")).toMatchObject(begun);
    await work(kept, "exit");
    expect(await work(kept, "write", true)).toMatchObject(begun);
  },
);

const lost: [string, (scene: Scene) => Promise<unknown>][] = [
  ["is not there any more", (scene) => rm(homeOf(scene), { recursive: true })],
  ["is forgotten", ({ place }) => rm(join(place.handOff("t"), "session.json"))],
  ["is told in no form of ours", ({ place }) => writeFile(join(place.handOff("t"), "session.json"), "{}")],
];

test.each(keepers.flatMap((adapter) => lost.map(([how, lose]) => [adapter.name, how, lose] as const)))(
  "a conversation of %s that %s is begun anew, in the same attempt",
  async (name, _, lose) => {
    await using scene = await sceneOf(adapters[name]);
    const kept = held(scene);
    await work(kept, "write");
    await lose(kept);
    expect(await work(kept, "write", true)).toMatchObject({ ...begun, usage: once });
  },
);

test("a link that a program put in its conversation's place leads nowhere", async () => {
  await using scene = await sceneOf(adapters.claude);
  const kept = held(scene);
  await work(kept, "write");
  const elsewhere = join(scene.at.dir, "elsewhere");
  await mkdir(elsewhere);
  await rename(join(homeOf(kept), ".claude/projects"), join(elsewhere, "projects"));
  await rm(join(homeOf(kept), ".claude"), { recursive: true });
  await symlink(elsewhere, join(homeOf(kept), ".claude"));
  expect(await work(kept, "write", true)).toMatchObject(begun);
  expect(existsSync(join(elsewhere, "projects"))).toBe(true);
});

test("where the plan says so, and where there is no sandbox, each run begins anew", async () => {
  await using scene = await sceneOf(adapters.claude);
  const ready = scene.place.agent(entry);
  const fresh = { ...ready, program: { ...ready.program, session: "fresh" as const } };
  const kept = held(scene);
  for (const each of [scene, { ...kept, place: { ...kept.place, agent: () => fresh } }]) {
    expect(await work(each, "write")).toMatchObject(begun);
    expect(await work(each, "write", true)).toMatchObject(begun);
    expect(existsSync(join(homeOf(each), ".claude/projects"))).toBe(false);
  }
});
