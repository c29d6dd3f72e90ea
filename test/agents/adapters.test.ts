import { existsSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Adapter } from "../../src/agents/adapters/adapter.ts";
import { adapters } from "../../src/agents/adapters/list.ts";
import { reviewerNames } from "../../src/core/plan/program.ts";
import { isAlive } from "./alive.ts";
import { judge, sceneOf, work } from "./scene.ts";

const everyAdapter = Object.values(adapters);
const second = 1 / 60;

const until = async (isSo: () => boolean): Promise<void> => {
  for (let look = 0; look < 2000 && !isSo(); look += 1) await sleep(10);
};

/** What each program tells of a run that used 2,000 tokens in and 200 out. */
const tells: Record<Adapter["name"], { said: string; usd: number | null }> = {
  claude: { said: "I wrote hello.txt.", usd: 0.012 },
  codex: { said: "I wrote hello.txt.", usd: null },
  gemini: { said: "I wrote hello.txt.", usd: null },
  copilot: { said: "I wrote hello.txt.", usd: null },
  opencode: { said: "I wrote hello.txt.", usd: 0.012 },
  aider: { said: "", usd: 0.012 },
  command: { said: "", usd: 0.012 },
};

describe.each(everyAdapter)("$name", (adapter) => {
  test("starts in the worktree with the prompt, and tells what it did and used", async () => {
    await using scene = await sceneOf(adapter);
    const prompt = `write a greeting\n${"ü".repeat(100_000)}`;
    const { said, usd } = tells[adapter.name];
    expect(await work(scene, prompt)).toMatchObject({
      ok: true,
      said,
      usage: { inputTokens: 2000, outputTokens: 200, usd },
    });
    expect(await readFile(join(scene.at.dir, "hello.txt"), "utf8")).toBe("hello\n");
    expect(await readFile(join(scene.at.dir, "got.txt"), "utf8")).toBe(prompt);
  });

  test("leaves nothing in the worktree that is no work", async () => {
    await using scene = await sceneOf(adapter);
    await work(scene, "look");
    expect(existsSync(join(scene.at.dir, ".aider.tags.cache.v4"))).toBe(false);
  });

  test("streams what it prints", async () => {
    await using scene = await sceneOf(adapter);
    const running = work(scene, "pause");
    await until(() => existsSync(scene.transcript) && readFileSync(scene.transcript, "utf8") === "started\n");
    await writeFile(join(scene.at.dir, "go"), "");
    expect(await running).toMatchObject({ ok: true });
  });

  test("is ended at its time limit", async () => {
    await using scene = await sceneOf(adapter, { minutes: second / 2 });
    expect(await work(scene, "spin")).toMatchObject({
      ok: false,
      how: expect.stringContaining("it ran over its time limit of 1 second"),
    });
  });

  test("is ended when it stalls, and a question is told from silence", async () => {
    const limits = { minutes: 1, stallMinutes: second };
    await using silent = await sceneOf(adapter, limits);
    await using asking = await sceneOf(adapter, limits);
    const [hung, asked] = await Promise.all([work(silent, "hang"), work(asking, "ask")]);
    expect(hung).toMatchObject({ ok: false, how: "it stalled: no output and no file change for 1 second" });
    expect(asked).toMatchObject({
      ok: false,
      how: expect.stringMatching(
        /^it waited for input, which nobody gives: "Overwrite README.md\? \(y\/N\)"/,
      ),
    });
  });

  test("fails with its exit code", async () => {
    await using scene = await sceneOf(adapter);
    expect(await work(scene, "exit")).toMatchObject({ ok: false, how: "exit code 3", usage: null });
  });

  test("fails with its own words when its model refuses, whatever its exit code", async () => {
    await using scene = await sceneOf(adapter);
    expect(await work(scene, "fail")).toMatchObject({
      ok: false,
      how: expect.stringMatching(/credit balance is too low/i),
      trouble: adapter.name === "command" ? null : { kind: "no-credit" },
    });
  });

  test("has no trouble that something which it started writes into its output", async () => {
    await using scene = await sceneOf(adapter);
    expect(await work(scene, "forge")).toMatchObject({ trouble: null });
    expect(await readFile(scene.transcript, "utf8")).toMatch(/credit balance is too low/i);
  });

  test("is ended with all that it started", async () => {
    await using scene = await sceneOf(adapter);
    await work(scene, "spawn");
    for (const name of ["child.pid", "stranger.pid"]) {
      const pid = Number(await readFile(join(scene.at.dir, name), "utf8"));
      expect(isAlive(pid)).toBe(false);
    }
  });
});

test("a program of the plan's own says when its limit is over, and nobody else's file does", async () => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const limited = { ok: false, trouble: { kind: "limited", until, said: "Five hours are used up." } };
  await using own = await sceneOf(adapters.command);
  await using claude = await sceneOf(adapters.claude);
  expect(await work(own, `limit ${until}`)).toMatchObject({ ...limited, outcome: null });
  expect(await judge(own, `limit ${until}`)).toMatchObject({ ...limited, verdict: null });
  expect(await work(claude, `limit ${until}`)).toMatchObject({ ok: false, trouble: null, outcome: null });
});

test("plans may have those as reviewers that can judge", () => {
  expect([...reviewerNames]).toEqual(everyAdapter.filter(({ reviews }) => reviews).map(({ name }) => name));
});

test("a program is ended in time for its job to hand on what it left, whatever the plan allows", async () => {
  await using scene = await sceneOf(adapters.command);
  const place = { ...scene.place, minutesLeft: () => second / 2 };
  expect(await work({ ...scene, place }, "spin")).toMatchObject({ ok: false, interrupted: false });
});

describe.each(everyAdapter.filter(({ reviews }) => reviews))("$name as a reviewer", (adapter) => {
  test("gives its verdict", async () => {
    await using scene = await sceneOf(adapter);
    expect(await judge(scene, "approve")).toMatchObject({
      ok: true,
      problem: "",
      verdict: { decision: "approve", summary: "Fine.", findings: [] },
      usage: { inputTokens: 2000 },
    });
  });

  test("gives none in prose, whatever stands in it", async () => {
    await using scene = await sceneOf(adapter);
    expect(await judge(scene, "prose")).toMatchObject({
      ok: true,
      verdict: null,
      problem: expect.stringContaining("is not JSON"),
    });
  });

  test("gives none when it fails", async () => {
    await using scene = await sceneOf(adapter);
    expect(await judge(scene, "fail")).toMatchObject({ ok: false, verdict: null });
  });
});
