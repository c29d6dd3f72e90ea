import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { Entry } from "../../src/core/lane/handoff.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { type LanePorts, runLane } from "../../src/local/lane.ts";
import type { Checkout, PublisherPort } from "../../src/steps/git-ports.ts";
import { handOffFiles } from "../../src/steps/hand-off.ts";
import type { ReviewTask } from "../../src/steps/program-ports.ts";
import { planWith } from "../core/scene.ts";
import { commit, type ForgeState, holds, move } from "../core/world/forge.ts";
import { tapeOf } from "../core/world/tape.ts";
import { newWorld, orchestrateOnce, type World } from "../core/world/world.ts";
import { memory } from "../folders.ts";
import { file, read } from "../gates/builders.ts";

/*
 * A lane is killed before and after each call that leaves its process, and the next run goes on: git and the forge are
 * those of the model in test/core/world, the steps and what they leave on disk are the real ones.
 */

const plan = planWith({ a: [{}] }, { verify: ["npm test"] });
const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, usd: 1, assumedUsd: 0 };

/** What a life of the plan took: calls that were made, and how often each program was paid. */
interface Life {
  calls: string[];
  agents: number;
  reviewers: number;
}

/** The call at which a lane dies, counted from 0, and on which side of it. */
interface Death {
  readonly at: number;
  readonly side: "before" | "after";
}

test("a lane that is killed at any moment pays nobody twice for what it wrote down, and all of it is booked once", async () => {
  const undisturbed = await live(null);
  expect(undisturbed).toMatchObject({ agents: 2, reviewers: 2, usd: 4 });
  const found: string[] = [];
  for (const at of undisturbed.calls.keys()) {
    for (const side of ["before", "after"] as const) {
      const call = undisturbed.calls[at] ?? "";
      const { agents, reviewers, usd } = await live({ at, side });
      const again = `${agents - 2} ${reviewers - 2}`;
      const lost = agents + reviewers - usd;
      if (again !== "0 0" || lost !== 0) found.push(`${side} ${call}: again ${again}, lost ${lost}`);
    }
  }
  // What is left: a program's answer that never arrived, and work that was not committed yet.
  expect([...new Set(found)].sort()).toEqual([
    "after checkout.bundle: again 1 0, lost 0",
    "after checkout.commit: again 1 0, lost 0",
    "after checkout.facts: again 1 0, lost 0",
    "after programs.agent: again 1 0, lost 0",
    "after programs.reviewer: again 0 1, lost 0",
    "before checkout.bundle: again 1 0, lost 0",
    "before checkout.commit: again 1 0, lost 0",
    "before checkout.facts: again 1 0, lost 0",
  ]);
});

test("a lane that is killed in its review is taken up on a machine where none has been", async () => {
  const { calls } = await live(null);
  const death = { at: calls.indexOf("programs.reviewer"), side: "before" } as const;
  expect(await live(death, { losesMachine: true })).toMatchObject({ agents: 2, reviewers: 2 });
});

test("a lane that takes in what is below it may be killed at any moment: the approval is carried all the same", async () => {
  const stack = planWith({ a: [{}, {}] }, { verify: ["npm test"] });
  const restacked = (death: Death | null) =>
    live(death, {
      of: stack,
      kind: "restack",
      afterwards: ({ state }) => {
        const [lower = ""] = [...state.branches.keys()].filter((branch) => branch.includes("00a"));
        move(state, lower, commit(state, [state.branches.get(lower) ?? ""]));
      },
    });
  const { calls, agents, reviewers } = await restacked(null);
  expect([agents, reviewers]).toEqual([4, 5]);
  expect(calls).toContain("publisher.push");
  for (const at of calls.keys())
    for (const side of ["before", "after"] as const) {
      const { agents, reviewers } = await restacked({ at, side });
      expect([side, calls[at], agents, reviewers]).toEqual([side, calls[at], 4, 5]);
    }
});

/** Runs the plan to its end; one lane dies on the way, and all that its machine had may be lost with it. */
const live = async (
  death: Death | null,
  {
    losesMachine = false,
    of = plan,
    kind,
    afterwards,
  }: {
    losesMachine?: boolean;
    of?: Plan;
    /** Which lanes may die; all of them when not given. */
    kind?: Entry["kind"];
    /** What a person does when it is closed: it is to come to its end once more. */
    afterwards?: (world: World) => void;
  } = {},
): Promise<Life & { usd: number }> => {
  const handOff = await mkdtemp(join(memory, "milepost-killed-"));
  try {
    const world = newWorld(of, tapeOf([]));
    const life: Life = { calls: [], agents: 0, reviewers: 0 };
    let next = afterwards;
    for (let runs = 0; runs < 30; runs += 1) {
      if ((await orchestrateOnce(world))?.progress.kind === "closed") {
        next?.(world);
        if (next === undefined) break;
        next = undefined;
      }
      for (const { entry, run } of world.lanes.values()) {
        const mayDie = kind === undefined || entry.kind === kind;
        const ended = await runUntil(
          mayDie ? death : null,
          mayDie ? life : { ...life, calls: [] },
          (mortal) => runLane(entry, portsOf(entry, { world, life, handOff, mortal })),
        );
        if (ended) continue;
        world.deaths.set(`${run} ${entry.todo}`, "interrupted");
        if (losesMachine) await rm(handOff, { recursive: true, force: true });
      }
      world.lanes.clear();
    }
    expect(world.state.milestone?.open).toBe(false);
    const records = [...world.state.issues.values()].map(({ record }) => record);
    const usd = records.reduce((sum, record) => sum + (record.kind === "todo" ? record.spent.usd : 0), 0);
    return { ...life, usd };
  } finally {
    await rm(handOff, { recursive: true, force: true });
  }
};

type Mortal = <Port extends object>(name: string, port: Port) => Port;

/** Lets a lane work until its death, at which its calls end for ever; answers whether it came to its end. */
const runUntil = (
  death: Death | null,
  life: Life,
  work: (mortal: Mortal) => Promise<unknown>,
): Promise<boolean> =>
  new Promise((resolve, reject) => {
    let isDead = false;
    const never = new Promise<never>(() => undefined);
    const die = () => {
      isDead = true;
      resolve(false);
      return never;
    };
    const mortal: Mortal = (name, port) =>
      new Proxy(port, {
        get: (target, key) => {
          const call = Reflect.get(target, key);
          if (typeof call !== "function") return call;
          return async (...given: unknown[]) => {
            if (isDead) return await never;
            const isLast = life.calls.push(`${name}.${String(key)}`) - 1 === death?.at;
            if (isLast && death?.side === "before") return await die();
            const answer = await call.apply(target, given);
            return isLast ? await die() : answer;
          };
        },
      });
    work(mortal).then(() => resolve(true), reject);
  });

interface Place {
  readonly world: World;
  readonly life: Life;
  readonly handOff: string;
  readonly mortal: Mortal;
}

const portsOf = (entry: Entry, { world, life, handOff, mortal }: Place): LanePorts => {
  const { state, forge } = world;
  /** Tells what it has taken, and goes on when that is written down. */
  const told = async (billing: ReviewTask["billing"]): Promise<void> => {
    billing?.told(usage);
    while (!existsSync(join(handOff, handOffFiles.running))) await turn();
  };
  const programs = mortal("programs", {
    command: async () => ended,
    agent: async (_: Entry, { billing }: Parameters<LanePorts["agent"]>[1]) => {
      life.agents += 1;
      await told(billing);
      return { ...ended, said: "", usage, outcome: null };
    },
    reviewer: async (_: Entry, { head, billing }: ReviewTask) => {
      life.reviewers += 1;
      await told(billing);
      world.approvals.add(`${entry.todo} ${head}`);
      return { ...ended, usage, problem: "", given: "", verdict: verdictOf(entry, head) };
    },
  });
  return {
    plan: world.plan,
    forge: mortal("forge", forge),
    publisher: mortal(
      "publisher",
      publisherOf(state, (head) => world.approvals.add(`${entry.todo} ${head}`)),
    ),
    workshop: {
      checkOut: async ({ start }) => mortal("checkout", checkoutAt(state, start)),
      checkOutForReview: async ({ head }) => mortal("checkout", checkoutAt(state, head)),
      merge: async ({ head, base }) => mergedIn(state, head, base),
      parts: async () => [],
      treeOf: async (sha) => treeOf(sha),
      guard: async (_, work) => ({ result: await work(), unattributed: null }),
    },
    agent: programs.agent,
    reviewer: programs.reviewer,
    render: async () => "",
    command: programs.command,
    reviewerName: "reviewer",
    handOff,
    progress: () => undefined,
    clock: () => life.calls.length,
    signal: new AbortController().signal,
    isWhole: () => true,
    held: () => new Map(),
    pause: async () => undefined,
  };
};

const ended = { ok: true, how: "exit code 0", interrupted: false, trouble: null };

/** A change is asked for in the first round. */
const verdictOf = ({ round }: Entry, commit: string) => ({
  commit,
  decision: round === 1 ? ("request_changes" as const) : ("approve" as const),
  summary: "Read it.",
  compliance: [],
  findings: [],
  followUps: round === 1 ? [{ kind: "fix" as const, title: "Mend it", body: "There.", for: "a" }] : [],
});

/** Git as the model has it: a commit is what it holds, and has the tree of the one that it was made from. */
const publisherOf = (state: ForgeState, onCarried: (head: string) => void): PublisherPort => ({
  fetch: async () => undefined,
  importBundle: (file) => readFile(file, "utf8"),
  makeCoherent: async ({ start, head }) => {
    const made = coherentOf(state, start, head);
    return { head: made, signedOff: 1 };
  },
  mergeInOrder: async () => ({ prefixes: [], conflict: null }),
  deleteRefs: async () => undefined,
  conflictsWith: async () => [],
  contains: async (sha, other) => holds(state, sha, other),
  merge: async ({ head, base }) => mergedIn(state, head, base),
  parts: async () => [],
  cleanMerge: async (head, into) => mergeAt(state, head, into),
  commitOn: async ({ base }) => commit(state, [base]),
  isSameChange: async (_, { head }) => {
    onCarried(head);
    return true;
  },
  rangeDiff: async () => "",
  push: async (sha, branch, { expect: expected }) => {
    const at = state.branches.get(branch);
    if (at !== expected && at !== sha) throw new Error(`could not push ${branch}`);
    if (at !== sha) move(state, branch, sha);
  },
  facts: async (_, head) => ({ ...read(file("a.txt", { added: 1 })), head }),
  diff: async () => "",
});

interface Merge {
  readonly made: string;
  readonly into: string;
  readonly below: string;
}

const merges = new WeakMap<ForgeState, Merge[]>();

const mergesOf = (state: ForgeState): Merge[] => {
  const known = merges.get(state) ?? [];
  merges.set(state, known);
  return known;
};

/** The same two give the same commit. */
const mergedIn = (state: ForgeState, into: string, below: string) => {
  const known = mergesOf(state);
  const found = known.find((one) => one.into === into && one.below === below);
  const made = found?.made ?? commit(state, [into, below]);
  if (!found) known.push({ made, into, below });
  return { kind: "merged" as const, commit: made, tree: treeOf(made) };
};

/** Of a merge, or of what was made of it to be published. */
const mergeAt = (state: ForgeState, head: string, into: string) => {
  const found = mergesOf(state).find((one) => one.made.slice(1) === head.slice(1) && one.into === into);
  return found ? { ...found, base: found.into } : null;
};

/** The same work gives the same commit, whenever it is asked for. */
const coherentOf = (state: ForgeState, start: string, head: string): string => {
  const made = `f${head.slice(1)}`;
  const parents = [...(state.commits.get(head) ?? []), start].filter((sha) => sha !== head);
  if (!state.commits.has(made)) state.commits.set(made, new Set([made, ...parents]));
  return made;
};

const treeOf = (sha: string): string => `0${sha.slice(1)}`;

const checkoutAt = (state: ForgeState, start: string): Checkout => ({
  path: "",
  commandsDir: "",
  isSetUp: true,
  earlier: null,
  clear: async () => undefined,
  provisioned: async () => undefined,
  sweep: async () => ({ lacks: null, removed: [] }),
  commit: async () => commit(state, [start]),
  facts: async (_, head) => ({ ...read(file("a.txt", { added: 1 })), head }),
  coverage: async () => ({ kind: "missing", reason: "", fix: "" }),
  bundle: (head, file) => writeFile(file, head),
});
