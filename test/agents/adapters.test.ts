import { existsSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Adapter, Launch } from "../../src/agents/adapters/adapter.ts";
import { adapters } from "../../src/agents/adapters/list.ts";
import { newPurse } from "../../src/agents/purse.ts";
import { reviewerNames } from "../../src/core/plan/program.ts";
import { isAlive } from "./alive.ts";
import { judge, sceneOf, work } from "./scene.ts";

const everyAdapter = Object.values(adapters);
const second = 1 / 60;

const until = async (isSo: () => boolean): Promise<void> => {
  for (let look = 0; look < 2000; look += 1) {
    if (isSo()) return;
    await sleep(10);
  }
  throw new Error("what is waited for does not come");
};

/** What each program tells of a run that used 2,000 tokens in, 400 of them from a cache, and 200 out. */
const tells: Record<Adapter["name"], { said: string; usd: number }> = {
  claude: { said: "I wrote hello.txt.", usd: 0.012 },
  codex: { said: "I wrote hello.txt.", usd: 0.0038 },
  gemini: { said: "I wrote hello.txt.", usd: 0.0053 },
  copilot: { said: "I wrote hello.txt.", usd: 0.012 },
  opencode: { said: "I wrote hello.txt.", usd: 0.012 },
  aider: { said: "", usd: 0.012 },
  command: { said: "", usd: 0.012 },
};

/** What is known of a run that is ended from outside: tokens in and out, and their price; of the others their time alone. */
const streams: Partial<Record<Adapter["name"], [number, number, number | null]>> = {
  claude: [2000, 200, 0.00264],
  opencode: [1000, 100, 0.002],
  aider: [2000, 200, 0.012],
};

describe.each(everyAdapter)("$name", (adapter) => {
  test("starts in the worktree with the prompt, and tells what it did and used", async () => {
    await using scene = await sceneOf(adapter);
    const prompt = `write a greeting\n${"ü".repeat(100_000)}`;
    const { said, usd } = tells[adapter.name];
    expect(await work(scene, prompt)).toMatchObject({
      ok: true,
      said,
      usage: { inputTokens: 2000, cachedInputTokens: 400, outputTokens: 200, usd, assumedUsd: 0 },
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
    await until(
      () => existsSync(scene.transcript) && readFileSync(scene.transcript, "utf8").endsWith("started\n"),
    );
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

  test("is billed what it used when it is ended from outside", async () => {
    await using scene = await sceneOf(adapter, { minutes: second });
    const { ok, usage } = await work(scene, "burn");
    const [inputTokens = 0, outputTokens = 0, usd = null] = streams[adapter.name] ?? [];
    expect([ok, usage]).toEqual([false, expect.objectContaining({ inputTokens, outputTokens, usd })]);
    // A second or more, at half a dollar a minute.
    expect((usage?.assumedUsd ?? 0) >= 0.008).toBe(usd === null);
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
    expect(await work(scene, "exit")).toMatchObject({
      ok: false,
      how: "exit code 3",
      usage: { inputTokens: 0, usd: null },
    });
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

test.each(everyAdapter.filter(({ name }) => name in streams))(
  "$name is ended when what it tells passes what is left, at no cost of an attempt, and not begun again",
  async (adapter) => {
    await using scene = await sceneOf(adapter);
    const place = { ...scene.place, purse: newPurse(0.001) };
    const [, , usd] = streams[adapter.name] ?? [];
    expect(await work({ ...scene, place }, "burn")).toMatchObject({
      ...{ ok: false, interrupted: true, usage: { usd } },
      how: expect.stringContaining("it took the under $0.01 that the plan's limits left for it"),
    });
    expect(await work({ ...scene, place }, "write")).toMatchObject({ ok: false, interrupted: true });
    expect(existsSync(join(scene.at.dir, "hello.txt"))).toBe(false);
  },
);

test("a run within what is left ends as it would", async () => {
  await using scene = await sceneOf(adapters.claude);
  const place = { ...scene.place, purse: newPurse(5) };
  expect(await work({ ...scene, place }, "write")).toMatchObject({ ok: true, interrupted: false });
  expect(place.purse.left()).toBeCloseTo(4.988);
});

const launch: Omit<Launch, "usdLeft"> = {
  ...{ role: "agent", model: undefined, contained: true, executes: true, ownSettings: true, machine: {} },
  session: null,
  directory: { dir: "/d", prompt: "/d/prompt.md", schema: "/d/schema.json", usage: "/d/usage.json" },
};

test.each([
  ["claude", 1.5, ["--max-budget-usd", "1.500000"]],
  ["claude", 1e-9, ["--max-budget-usd", "0.000001"]],
  ["copilot", 1.239, ["--max-ai-credits", "123"]],
  ["copilot", 0.29, []],
  ["codex", 1.5, []],
] as const)("%s is told to take no more than $%d, where it can be told", (name, usdLeft, flags) => {
  const args = (left: number | null) => adapters[name].launch({ ...launch, usdLeft: left }).args;
  const without = args(null);
  expect(args(usdLeft).filter((one) => !without.includes(one))).toEqual(flags);
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
