import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkedAt } from "../src/core/lane/checked.ts";
import { loadPlan } from "../src/core/plan/load.ts";
import type { Plan } from "../src/core/plan/plan.ts";
import { type LandingHead, type LandingState, landingEntry } from "../src/core/proof/landing.ts";
import { type LocalForge, startForge } from "../src/forge/server.ts";
import { openRepository } from "../src/git/repositories/repository.ts";
import { landingFailuresOn } from "../src/github/landing-failures.ts";
import { proofsOn } from "../src/github/proofs.ts";
import { type Edges, openEdges } from "../src/local/edges.ts";
import { homeOf } from "../src/local/home.ts";
import { lookAtLanding, pruneProofs, settleLanding } from "../src/steps/landing.ts";
import { proveLanding } from "../src/steps/prove-landing.ts";
import { keepEvidence } from "../src/steps/published.ts";
import { winLanding } from "../src/steps/win-landing.ts";
import { type Figure, median } from "./figure.ts";
import { git, gitEnvironment, newPlace, type Place } from "./place.ts";
import { planText } from "./plan.ts";

const todos = 20;
const rounds = 3;

/**
 * What it adds to a todo of a plan without trouble that what lands is proved: its own tree is kept, and all of them are
 * merged, looked at, proved, settled and pruned. The plan's commands themselves take no time here, and no branch has
 * anything to take in.
 */
export const measureLanding = async (): Promise<Figure[]> => {
  const all: { ms: number; requests: number }[] = [];
  for (let round = 0; round < rounds; round++) all.push(await landOnce());
  const name = "what proof and restack add to a todo, 20 in all";
  return [
    {
      ...{ name, unit: "ms", value: median(all.map(({ ms }) => ms)), floor: null },
      target: { of: "value", most: 60 },
    },
    {
      name: `${name}: requests`,
      unit: "requests",
      value: median(all.map(({ requests }) => requests)),
      floor: null,
      target: { of: "value", most: 3 },
    },
  ];
};

const landOnce = async (): Promise<{ ms: number; requests: number }> => {
  await using place = await newPlace();
  await using forge = await startForge({ dataDir: join(place.dir, "forge") });
  await forge.createRepository({ owner: "owner", name: "repository", from: place.repository, base: "main" });
  const plan = verified();
  const { base, heads } = await pushed(plan, place, forge);
  await using edges = await edgesOn(plan, place, forge);
  // As in a run, the lanes have brought what they pushed.
  await edges.publisher.fetch([base, ...heads.map(({ head }) => head)]);
  const before = edges.requests.read + edges.requests.write;
  const begun = performance.now();
  await land({ plan, base, heads }, edges);
  const ms = (performance.now() - begun) / todos;
  return { ms, requests: (edges.requests.read + edges.requests.write - before) / todos };
};

/** The bench's plan, with a command that must pass. */
const verified = (): Plan => {
  const text = planText({ todos, bodies: todos }, { agent: "true", reviewer: "true" });
  const loaded = loadPlan(JSON.stringify({ ...JSON.parse(text), verify: ["true"] }), "plan.yml");
  if (!loaded.ok) throw new Error("the bench's plan is refused");
  return loaded.plan;
};

const edgesOn = async (plan: Plan, place: Place, forge: LocalForge): Promise<Edges> => {
  const repository = await openRepository(place.repository);
  const tokenOf = (role: string) => forge.accounts.find((one) => one.role === role)?.token ?? "";
  const at = { owner: "owner", repo: "repository" };
  return await openEdges({
    ...{ plan, repository, home: homeOf(repository, "local"), sandbox: null },
    forge: {
      ...at,
      url: forge.url,
      gitUrl: `${forge.url}/owner/repository.git`,
      folder: null,
      throttle: false,
      reviewer: "reviewer",
      tokens: { bot: tokenOf("bot"), reviewer: tokenOf("reviewer") },
      ...{ person: null, entrance: null },
      [Symbol.asyncDispose]: async () => undefined,
    },
    signal: new AbortController().signal,
    emit: () => undefined,
  });
};

/** A branch of one commit for each todo. */
const pushed = async (
  plan: Plan,
  { repository }: Place,
  forge: LocalForge,
): Promise<{ base: string; heads: LandingHead[] }> => {
  const said = (...args: string[]): string =>
    execFileSync("git", args, { cwd: repository, env: gitEnvironment(), encoding: "utf8" }).trim();
  const token = forge.accounts.find(({ role }) => role === "bot")?.token ?? "";
  const url = `${forge.url.replace("://", `://bot:${token}@`)}/owner/repository.git`;
  const base = said("rev-parse", "main");
  const heads = plan.bodies
    .flatMap(({ todos }) => todos)
    .map(({ id, order, branch }) => {
      git(repository, "checkout", "--quiet", "-B", branch, base);
      writeFileSync(join(repository, `new-${id}.txt`), `${id}\n`);
      git(repository, "add", "--all");
      git(repository, "commit", "--quiet", "--message=Work");
      return { todo: id, order, branch, head: said("rev-parse", "HEAD") };
    });
  // The forge is in this process: it answers while git waits.
  const options = { cwd: repository, env: gitEnvironment() };
  await promisify(execFile)("git", ["push", "--quiet", url, ...heads.map(({ branch }) => branch)], options);
  return { base, heads };
};

const land = async (
  { plan, base, heads }: { plan: Plan; base: string; heads: readonly LandingHead[] },
  { bot, ports, publisher, workshop }: Edges,
): Promise<void> => {
  const now = () => new Date();
  const proofs = proofsOn(bot);
  const failures = landingFailuresOn(bot, plan.id, now);
  const known = { plan, publisher, proofs, machine: "laptop", failures } as const;
  const evidence = { proofs, machine: "laptop" } as const;
  for (const { head } of heads) {
    const gates = [
      { name: "verify", kind: "passed", evidence: { of: "commands", commands: plan.verify } } as const,
    ];
    const checked = checkedAt(head, gates);
    await keepEvidence({ baseSha: base }, { head, checked }, { plan, publisher, evidence });
  }
  const look = lookAtLanding({ ...known, forge: ports, isBusy: async () => false });
  if ((await look(heads, undefined)).kind !== "unproven") throw new Error("nothing is to be proved");
  await winLanding({ plan, forge: ports, run: "bench", livenessOf: async () => "live", now });
  const entry = landingEntry(plan, { heads, base, machine: "laptop" });
  const result = await proveLanding(entry, {
    ...{ plan, publisher, workshop, proofs, machine: "laptop" },
    command: async () => ({ ok: true, how: "", interrupted: false, trouble: null }),
    progress: () => undefined,
    clock: () => Date.now(),
  });
  await settleLanding(entry, result, known);
  await pruneProofs(passedIn(await look(heads, undefined)), known);
};

const passedIn = (state: LandingState): Extract<LandingState, { kind: "passed" }> => {
  if (state.kind === "passed") return state;
  throw new Error(`what lands is ${state.kind}`);
};
