import { reviewerScript } from "../test/local/world.ts";
import { aider, clis } from "./clis.ts";
import { type Move, minuteAfter, type Script } from "./model/dialect.ts";
import { startModel } from "./model/server.ts";
import { newCliWorld } from "./world.ts";

const greets: Script = () => ({ kind: "say", text: "hello.txt\n```\nhello\n```\n" });

/** Claude Code tells until when to those who have logged in, and Codex to all; the others are tried after five minutes. */
const cases: readonly [string, Readonly<Record<string, string>>][] = [
  ["claude", { ANTHROPIC_API_KEY: "", CLAUDE_CODE_OAUTH_TOKEN: "sk-ant-oat01-scripted" }],
  ["codex", {}],
  ["gemini", {}],
  ["copilot", {}],
  ["opencode", {}],
  ["aider", {}],
];

const usedUp = (): Move => ({ kind: "fail", failure: "usage-used-up", resetsAt: minuteAfter(20) });

test.each(cases)(
  "%s is limited, held, gone on with, and closed",
  async (use, more) => {
    const cli = clis.find((each) => each.use.startsWith(`use: ${use}`));
    const { install, setup, use: agent } = cli ?? aider;
    using installed = install();
    using world = newCliWorld();
    const script = cli?.script(world.worktree) ?? greets;
    let isLimited = true;
    await using model = await startModel((turn) => (isLimited ? usedUp() : script(turn)));
    const reviewer = `use: command, command: ["${world.file("reviewer.js", reviewerScript())}"]`;
    const { env, home } = setup(model.url);
    const held: string[] = [];
    const { code, output } = await world.run(
      { agent, reviewer: cli ? agent : reviewer, url: model.url, bin: installed.bin },
      { env: { ...env, ...more }, ...(home && { home }) },
      (line) => {
        if (!line.startsWith('{"type":"held"')) return;
        isLimited = false;
        held.push(...JSON.parse(line).words);
      },
    );
    process.stdout.write(`${use}: ${held.join("; ")}\n`);
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('"state":"closed"') });
    // The plan allows one attempt.
    expect(held.join()).toContain(use);
  },
  1_200_000,
);
