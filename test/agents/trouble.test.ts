import { adapters } from "../../src/agents/adapters/list.ts";
import { longestSilence } from "../../src/agents/adapters/silent-wait.ts";
import { aider } from "./told/aider.ts";
import { claude } from "./told/claude.ts";
import { codex } from "./told/codex.ts";
import { copilot } from "./told/copilot.ts";
import { gemini } from "./told/gemini.ts";
import { opencode } from "./told/opencode.ts";
import { now, type Told, zone } from "./told/told.ts";

const files = {
  dir: "/none",
  prompt: "/none/prompt.md",
  schema: "/none/schema.json",
  usage: "/none/usage.json",
};

/** What a program's reader makes of a run, and why it gave the run up. */
const read = async (use: keyof typeof adapters, { lines, errorLines = [], exit }: Told) => {
  const givenUp: string[] = [];
  const reader = adapters[use].reader(files, (why) => givenUp.push(why), null);
  for (const line of lines) reader.line(typeof line === "string" ? line : JSON.stringify(line));
  for (const line of errorLines) reader.errorLine?.(line);
  const code = typeof exit === "number" ? exit : null;
  return { givenUp, ...(await reader.end({ code, waited: exit === "waiting", now, zone })) };
};

describe.each(Object.entries({ claude, codex, gemini, copilot, opencode, aider }))("%s", (use, told) => {
  test.each(told.map((one) => [one.situation, one.trouble || "no trouble", one] as const))(
    "%s is %s",
    async (_, __, one) => {
      const { trouble, problem, givenUp } = await read(use as keyof typeof adapters, one);
      const until = trouble && "until" in trouble ? trouble.until : null;
      expect([trouble?.kind, until].filter(Boolean).join(" ")).toBe(one.trouble);
      // What is told at an exit of 0 would be a success otherwise.
      if (trouble && one.exit === 0) expect(problem + trouble.said).not.toBe("");
      if (one.says !== undefined) expect(problem).toContain(one.says);
      if (trouble && one.exit === "killed") expect(givenUp).toHaveLength(1);
    },
  );
});

describe.each([
  ["codex", codex],
  ["opencode", opencode],
] as const)("%s that waits in silence", (use, told) => {
  const wait = told.find(
    ({ situation }) => situation === "a limit of an hour, which it waits for in silence",
  );
  if (!wait) throw new Error(`no such row for ${use}`);
  const waits = async (ms: number, lines: Told["lines"] = []) => {
    const givenUp: string[] = [];
    const reader = adapters[use].reader(files, (why) => givenUp.push(why), null);
    for (const line of wait.lines) reader.line(JSON.stringify(line));
    for (const line of wait.errorLines ?? []) reader.errorLine?.(line);
    for (const line of lines) reader.line(JSON.stringify(line));
    jest.advanceTimersByTime(ms);
    const { trouble } = await reader.end({ code: null, waited: false, now, zone });
    return { givenUp: givenUp.length, kind: trouble?.kind };
  };

  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test("is given up, and is limited", async () => {
    expect(await waits(longestSilence)).toEqual({ givenUp: 1, kind: "limited" });
  });

  test("is left alone before that", async () => {
    expect(await waits(longestSilence - 1)).toEqual({ givenUp: 0, kind: undefined });
  });

  test("is left alone when it goes on", async () => {
    const goesOn = told.find(({ situation }) => situation === "it works")?.lines ?? [];
    expect(await waits(longestSilence, goesOn)).toEqual({ givenUp: 0, kind: undefined });
  });
});
