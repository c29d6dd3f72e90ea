import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { newWorld, type World } from "../test/local/world.ts";
import type { Script } from "./model/dialect.ts";

const main = join(process.cwd(), "build/src/cli/main.js");

/** What a program under test needs to reach the scripted model instead of its own. */
export interface Setup {
  readonly env?: Readonly<Record<string, string>>;
  /** Files below its home folder. */
  readonly home?: Readonly<Record<string, string>>;
  readonly model?: string;
}

/** A repository with a home folder for the programs that work on it. */
export interface CliWorld extends World {
  /** Where the agent works. */
  readonly worktree: string;
  /** Runs a plan of one todo with this agent and reviewer, and answers how it ended. */
  run(programs: Programs, setup: Setup, onLine?: (line: string) => void): Promise<Ended>;
  /** A file of the todo's hand-off. */
  handOff(name: string): string;
}

export interface Programs {
  readonly agent: string;
  readonly reviewer: string;
  readonly url: string;
  readonly bin: string;
  /** Whether they are to run in a sandbox, as a plan says it. */
  readonly sandbox?: "required" | "off";
}

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export const newCliWorld = (): CliWorld => {
  const world = newWorld();
  const home = join(world.dir, "home");
  return {
    ...world,
    worktree: join(world.dir, "R-worktrees/greeting"),
    handOff: (name) => readFileSync(join(world.repo, ".milepost/lanes/test/hello", name), "utf8"),
    run: async (
      { agent, reviewer, url, bin, sandbox = "required" },
      { env = {}, home: files = {} },
      onLine = () => undefined,
    ) => {
      for (const [name, content] of Object.entries({ ".keep": "", ...files })) {
        mkdirSync(dirname(join(home, name)), { recursive: true });
        writeFileSync(join(home, name), content);
      }
      const network = `network: ["${new URL(url).host}"]`;
      const plan = world.plan(planText(`{ ${agent}, ${network} }`, `{ ${reviewer}, ${network} }`, sandbox));
      const child = spawn(process.execPath, [main, "run", plan, "--repo", world.repo, "--json"], {
        cwd: world.dir,
        env: { PATH: `${bin}:${process.env.PATH}`, HOME: home, LANG: "C.UTF-8", ...env },
      });
      createInterface(child.stdout).on("line", onLine);
      const output = Promise.all([text(child.stdout), text(child.stderr)]);
      const [code] = await once(child, "close");
      return { code, output: (await output).join("\n") };
    },
  };
};

const planText = (agent: string, reviewer: string, sandbox: string): string => `
sandbox: ${sandbox}
limits: { attempts: 1, rounds: 2, minutes: 2, stallMinutes: 1 }
agent: ${agent}
reviewer: ${reviewer}
rules: ["Greet politely"]
bodies:
  - body: greeting
    todos: [{ todo: hello, title: Say hello, text: "Write hello.txt." }]
`;

/** What the model says as reviewer: an approval that confirms the plan's rule. */
export const verdict = {
  decision: "approve",
  summary: "It greets.",
  commit: null,
  compliance: [{ rule: "Greet politely", ok: true, note: "hello.txt" }],
  findings: [],
  followUps: [],
} as const;

/** Writes hello.txt with `tool` as an agent, and approves as a reviewer. */
export const script =
  (tool: string, input: Readonly<Record<string, unknown>>): Script =>
  ({ text: told, tools, results }) => {
    if (told.includes("# Review: Say hello")) {
      return tools.includes("StructuredOutput") && results === 0
        ? { kind: "call", tool: "StructuredOutput", input: verdict }
        : { kind: "say", text: JSON.stringify(verdict) };
    }
    return results === 0 && tools.includes(tool)
      ? { kind: "call", tool, input }
      : { kind: "say", text: "hello.txt greets now." };
  };
