import { adapters } from "../../src/agents/adapters/list.ts";
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
  const reader = adapters[use].reader(files, (why) => givenUp.push(why));
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
      if (trouble && one.exit === "killed") expect(givenUp).toHaveLength(1);
    },
  );
});
