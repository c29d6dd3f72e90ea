import { join, resolve } from "node:path";
import type { Adapter } from "../../src/agents/adapters/adapter.ts";
import type { RunnersPlace } from "../../src/agents/one-run.ts";
import { agentRunner, reviewRunner } from "../../src/agents/runners.ts";
import { transcripts } from "../../src/agents/transcript.ts";
import type { Entry } from "../../src/core/lane/handoff.ts";
import { planWith, sha } from "../core/scene.ts";
import { type Folder, folder } from "./folder.ts";

/** A lane's entry. */
export const entry: Entry = {
  kind: "work",
  plan: "p",
  body: "b",
  todo: "t",
  order: "00a",
  issue: 1,
  branch: "p/00a-t",
  base: "main",
  baseSha: sha("1"),
  head: sha("1"),
  start: sha("1"),
  from: "implement",
  round: 1,
  attempt: 1,
  fixes: [],
  pull: null,
  reviewed: null,
  granted: [],
  allowed: [],
  checked: false,
  worktree: "b",
  claim: sha("2"),
  agent: 0,
  reviewer: 0,
};

export interface Scene {
  readonly at: Folder;
  readonly place: RunnersPlace;
  readonly transcript: string;
}

/** What the fakes' models cost, whatever the package's table says of them. */
const models = [
  { model: "some-model", input: 1, cachedInput: 0.5, output: 10 },
  { model: "gemini-2.5-pro", input: 2, cachedInput: 1, output: 20 },
  { model: "gemini-2.5-flash", input: 1, output: 2 },
  { model: "claude-haiku-4-5", input: 1, cachedInput: 0.1, output: 5 },
];

/** A place whose only program is the fake that speaks as the adapter's real program does. */
export const sceneOf = async ({ name }: Adapter, limits: object = {}): Promise<Scene & AsyncDisposable> => {
  const at = await folder();
  const handOff = await folder();
  const program = { use: name, network: [], env: [], model: "some-model" };
  const ready = { program, argv: [resolve("test/agents/fakes", name)] };
  return {
    at,
    transcript: join(handOff.dir, transcripts.agent),
    place: {
      plan: planWith({ b: [{}] }, { sandbox: "off", limits, prices: { models } }),
      agent: () => ready,
      reviewer: () => ready,
      handOff: () => handOff.dir,
      logs: () => handOff.dir,
      marker: (todo) => `${handOff.dir}:${todo}`,
      signal: AbortSignal.timeout(60_000),
    },
    [Symbol.asyncDispose]: async () => {
      await at[Symbol.asyncDispose]();
      await handOff[Symbol.asyncDispose]();
    },
  };
};

/** Has the scene's program work on what the prompt says. */
export const work = ({ at, place }: Scene, prompt: string, goesOn = false) =>
  agentRunner(place)(entry, { cwd: at.dir, prompt, attempt: 1, goesOn });

/** Has it judge. */
export const judge = ({ at, place }: Scene, prompt: string) =>
  reviewRunner(place)(entry, {
    cwd: at.dir,
    prompt,
    diff: join(at.dir, "diff"),
    since: null,
    head: sha("1"),
  });
