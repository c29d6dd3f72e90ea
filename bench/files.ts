import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { gateRules } from "../src/core/lane/assignment.ts";
import { loadPlan } from "../src/core/plan/load.ts";
import { gatesAt } from "../src/gates/in-lane.ts";
import { runGatesInTurns } from "../src/gates/in-turns.ts";
import { type Hub, openHub } from "../src/git/repositories/hub.ts";
import { openPublisher } from "../src/git/repositories/publisher.ts";
import { commitLeftovers } from "../src/git/worktrees/leftovers.ts";
import { prepareWorktree, removeWorktree, type Worktree } from "../src/git/worktrees/worktree.ts";
import { withSecrets } from "../src/secrets/facts.ts";
import { type Figure, median } from "./figure.ts";
import { type LargeCheckout, newLargeCheckout } from "./large-checkout.ts";
import { git } from "./place.ts";
import { planText } from "./plan.ts";

const rounds = 5;
const lanes = 8;

/** Worktrees of a repository of 20,000 files, beside git's own, and what 50,000 new files hold up. */
export const measureFiles = async (): Promise<Figure[]> => {
  await using checkout = await newLargeCheckout(20_000);
  const hub = await openedHub(checkout);
  return [
    await worktreeFigure(checkout, hub),
    await diskFigure(checkout, hub),
    await loopFigure(checkout, hub),
  ];
};

const openedHub = async ({ dir, repository }: LargeCheckout): Promise<Hub> => {
  const borrow = join(repository, ".git");
  const publisher = await openPublisher({
    dir: join(dir, "publisher"),
    url: "http://127.0.0.1:9/",
    token: "",
    borrow,
  });
  return await openHub({ dir: join(dir, "hub"), publisherDir: publisher.dir });
};

const prepared = (hub: Hub, { dir, head }: LargeCheckout, lane: number): Promise<Worktree> =>
  prepareWorktree(hub, { path: join(dir, `lane-${lane}`), branch: `lane-${lane}`, start: head });

const worktreeFigure = async (at: LargeCheckout, hub: Hub): Promise<Figure> => {
  const times: { ours: number; floor: number }[] = [];
  const own = join(at.dir, "own");
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    git(at.repository, "worktree", "add", "--quiet", "--detach", own, at.head);
    const between = performance.now();
    const worktree = await prepared(hub, at, 0);
    times.push({ floor: between - begun, ours: performance.now() - between });
    await removeWorktree(worktree);
    git(at.repository, "worktree", "remove", "--force", own);
  }
  return {
    name: "a lane's worktree of 20,000 files, beside git worktree add",
    unit: "ms",
    value: median(times.map(({ ours }) => ours)),
    floor: median(times.map(({ floor }) => floor)),
    target: { of: "ratio", most: 1.2 },
  };
};

const diskFigure = async (at: LargeCheckout, hub: Hub): Promise<Figure> => {
  const own = join(at.dir, "own");
  git(at.repository, "worktree", "add", "--quiet", "--detach", own, at.head);
  const worktrees: Worktree[] = [];
  for (let lane = 0; lane < lanes; lane++) worktrees.push(await prepared(hub, at, lane));
  const taken = [...worktrees.map(({ path }) => path), hub.dir, hub.publisherDir].map(megabytes);
  const value = taken.reduce((sum, one) => sum + one, 0);
  const floor = lanes * megabytes(own);
  for (const worktree of worktrees) await removeWorktree(worktree);
  git(at.repository, "worktree", "remove", "--force", own);
  return {
    name: "disk of eight lanes of 20,000 files, beside eight checkouts",
    ...{ unit: "MB", value, floor, target: { of: "ratio", most: 1 } as const },
  };
};

const megabytes = (folder: string): number =>
  Number.parseInt(execFileSync("du", ["-sk", folder], { encoding: "utf8" }), 10) / 1000;

/** The longest that nothing else is done while what an agent left is committed and judged. */
const loopFigure = async (at: LargeCheckout, hub: Hub): Promise<Figure> => {
  const worktree = await prepared(hub, at, 0);
  writeMany(worktree.path, 50_000);
  await sleep(100);
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  await commitAndJudge(worktree, at.head);
  delays.disable();
  rmSync(worktree.path, { recursive: true });
  return {
    name: "the event loop held at once by 50,000 new files",
    ...{ unit: "ms", value: delays.max / 1e6, floor: null, target: { of: "value", most: 50 } as const },
  };
};

const writeMany = (path: string, files: number): void => {
  for (let file = 0; file < files; file++) {
    const folder = join(path, `new-${Math.floor(file / 500)}`);
    if (file % 500 === 0) mkdirSync(folder);
    writeFileSync(join(folder, `file-${file}.ts`), `export const value = ${file};\n`);
  }
};

const commitAndJudge = async (worktree: Worktree, base: string): Promise<void> => {
  const author = { name: "Bench", email: "bench@example.com" };
  const head = await commitLeftovers(worktree, { author, message: "Much" });
  const loaded = loadPlan(planText({ todos: 1, bodies: 1 }, { agent: "true", reviewer: "true" }), "plan.yml");
  const body = loaded.ok ? loaded.plan.bodies[0] : undefined;
  if (!loaded.ok || !body) throw new Error("the bench's plan is refused");
  const rules = gateRules(loaded.plan, body, { granted: [], allowed: [] });
  const wanted = { generated: [], commits: true, lines: true };
  const facts = await withSecrets(worktree.hub, { base, head }, wanted);
  await runGatesInTurns(facts, rules, { only: gatesAt(rules, { commits: false, checkout: false }), turn });
};
