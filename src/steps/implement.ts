import { existsSync } from "node:fs";
import { join } from "node:path";
import { isBooked } from "../core/cost/ledger.ts";
import { addUsage, type Usage } from "../core/cost/usage.ts";
import { told } from "../core/error.ts";
import { cut } from "../core/key.ts";
import { gateRules } from "../core/lane/assignment.ts";
import { type Entry, proposalSchema, type Report, reportSchema } from "../core/lane/handoff.ts";
import type { Body } from "../core/plan/plan.ts";
import type { GateResult } from "../gates/gate.ts";
import { allPass, gateText, runGates } from "../gates/list.ts";
import { isClosed } from "../gates/scope.ts";
import { readContext } from "./context.ts";
import { billed, handOffFiles, readLeft, writeHandOff } from "./hand-off.ts";
import type { Checkout, Forge, Publisher, Workshop } from "./ports.ts";
import type { AgentAnswer, Context, RenderPrompt, RunAgent } from "./program-ports.ts";
import { prepare, setUp, type VerifyPorts, verify } from "./verify.ts";

export interface ImplementPorts extends VerifyPorts {
  readonly forge: Pick<Forge, "getIssue">;
  readonly publisher: Pick<Publisher, "fetch">;
  readonly workshop: Workshop;
  readonly agent: RunAgent;
  readonly render: RenderPrompt;
  /** The lane's hand-off directory. */
  readonly handOff: string;
}

/**
 * Runs the agent on one todo in its worktree until the gates pass, and leaves a hand-off. The report is written
 * last: when an earlier lane left a whole one for this very work, the agent is not paid for twice.
 */
export const implement = async (entry: Entry, ports: ImplementPorts): Promise<Report> => {
  const left = await readLeft(ports, handOffFiles.report, reportSchema);
  if (left && (await isOfUse(entry, left, ports))) {
    ports.progress("hands on", "what an earlier lane left");
    return left;
  }
  const started = ports.clock();
  const bill = `implement ${entry.claim.slice(0, 12)} ${started.toString(36)}`;
  const report = async ({ usage, ...done }: Done): Promise<Report> => {
    const own = { bill, usage, milliseconds: Math.max(0, ports.clock() - started) };
    const tree = done.head === entry.start ? null : await ports.workshop.treeOf(done.head);
    const whole = { ...done, tree, costs: billed(left, own) };
    await writeHandOff(ports.handOff, handOffFiles.report, whole);
    return whole;
  };
  await ports.publisher.fetch([entry.start, entry.baseSha]);
  const paid = (usage: Usage | null) => report(result(entry, { ...cutOff, usage }));
  const { result: done, escapes } = await ports.workshop.guard(() => work(entry, { ...ports, paid }));
  return await report(escapes.length > 0 ? escaped(entry, escapes, done) : done);
};

/** How a lane ends that is killed once its agent has run: with its bill, and nothing else. */
const cutOff = { outcome: "interrupted", summary: "it was cut off before its gates were judged" } as const;

/**
 * Whether what an earlier lane left is what this one would make. When nobody has booked it, that lane was cut off
 * before it could settle, and its end is handed on whatever it was. What was settled as failed is used again when it
 * was no fault of the work: when it could not be pushed, or not be proposed.
 */
const isOfUse = async (entry: Entry, left: Report, ports: ImplementPorts): Promise<boolean> => {
  if (left.outcome === "interrupted" || !(await isForThis(entry, left, ports))) return false;
  if (left.head !== left.start && !existsSync(join(ports.handOff, handOffFiles.bundle))) return false;
  const proposal = await readLeft(ports, handOffFiles.proposal, proposalSchema);
  const isRefused = proposal?.kind === "refused" && proposal.work === left.head;
  if (left.outcome === "done" && allPass(left.gates) && !isRefused) return true;
  const own = await ports.forge.getIssue(entry.issue);
  return own?.record.kind === "todo" && !isBooked(own.record, left.costs);
};

/** From where this lane begins, or published already; and asked for all that this one is. */
const isForThis = async (
  entry: Entry,
  left: Report,
  { publisher, workshop }: ImplementPorts,
): Promise<boolean> => {
  if (left.round !== entry.round || !entry.fixes.every((fix) => left.fixes.includes(fix))) return false;
  if (left.start === entry.start) return true;
  await publisher.fetch([entry.head]);
  return left.tree !== null && left.tree === (await workshop.treeOf(entry.head));
};

/** A report whose costs and tree are not read yet. */
type Done = Omit<Report, "costs" | "tree"> & { readonly usage: Usage | null };

const result = (entry: Entry, done: Pick<Done, "outcome" | "summary"> & Partial<Done>): Done => ({
  round: entry.round,
  fixes: entry.fixes,
  start: entry.start,
  head: entry.start,
  gates: [],
  wants: [],
  usage: null,
  ...done,
  summary: cut(done.summary, 20_000),
});

const escaped = (entry: Entry, escapes: readonly string[], { head, usage }: Done): Done =>
  result(entry, {
    outcome: "failed",
    summary: `the agent changed what is outside its worktree: ${escapes.join("; ")}`,
    head,
    usage,
  });

interface PayingPorts extends ImplementPorts {
  /** Writes down what the agent's runs have taken so far, before anything else can break off. */
  readonly paid: (usage: Usage | null) => Promise<unknown>;
}

const work = async (entry: Entry, ports: PayingPorts): Promise<Done> => {
  const context = await readContext(entry, ports);
  ports.progress("checkout");
  const checkout = await ports.workshop.checkOut({
    worktree: entry.worktree,
    branch: entry.branch,
    start: entry.start,
    base: { name: entry.base, sha: entry.baseSha },
  });
  const at = { head: entry.start, ofBase: entry.start === entry.baseSha };
  const broken = checkout.isSetUp ? null : await setUp(checkout, at, ports);
  if (broken) {
    const summary = `setup command \`${broken.command}\` failed: ${broken.how}`;
    return result(entry, { outcome: "failed", summary });
  }
  return await runUntilGatesPass(entry, { ...context, checkout, ports });
};

interface Working extends Context {
  readonly checkout: Checkout;
  readonly ports: PayingPorts;
}

/** The agent runs, the gates judge, and what fails goes back to it, `limits.fixes` times. */
const runUntilGatesPass = async (entry: Entry, working: Working): Promise<Done> => {
  const { ports, checkout } = working;
  const { fixes } = ports.plan.limits;
  for (let run = 0, gates: GateResult[] = [], usage: Usage | null = null; ; run++) {
    ports.progress(run === 0 ? "agent" : `agent, fix ${run} of ${fixes}`, gateText(gates));
    const answer = await ports.agent(entry, {
      cwd: checkout.path,
      attempt: entry.attempt,
      prompt: await ports.render(entry.fixes.length > 0 || run > 0 ? "fix" : "implement", {
        ...working,
        plan: ports.plan,
        entry,
        gates: gateText(gates),
        earlier: checkout.earlier,
        review: null,
      }),
    });
    usage = addUsage(usage, answer.usage);
    await ports.paid(usage);
    const judged = stopped(entry, answer, working) ?? (await judgeWork(entry, working, answer));
    if (unfinished.has(judged.outcome))
      return { ...judged, head: await saveUnfinished(entry, working), usage };
    gates = judged.gates;
    if (judged.outcome !== "done" || allPass(gates) || run === fixes) return { ...judged, usage };
    // What verify left would be taken for the agent's. Where setup fails, the next verify says so.
    await prepare(checkout, judged.head, ports);
  }
};

const unfinished: ReadonlySet<Report["outcome"]> = new Set(["interrupted", "failed", "blocked"]);

const stopped = (entry: Entry, answer: AgentAnswer, { body, ports }: Working): Done | null => {
  const { ok, how, interrupted, outcome } = answer;
  if (interrupted) return result(entry, { outcome: "interrupted", summary: how });
  if (!ok) return result(entry, { outcome: "failed", summary: `the agent failed: ${how}` });
  const wants = (outcome?.wants ?? []).filter(isClosed(rulesOf(entry, body, ports)));
  if (outcome?.outcome !== "blocked" && wants.length === 0) return null;
  return result(entry, { outcome: "blocked", summary: outcome?.summary ?? "", wants });
};

const rulesOf = (entry: Entry, body: Body, { plan }: Pick<ImplementPorts, "plan">) =>
  gateRules(plan, body, entry.granted);

/** What an agent that failed had written is handed on too, so that it is not lost. */
const saveUnfinished = async (entry: Entry, { checkout, todo, ports }: Working): Promise<string> => {
  try {
    const head = await checkout.commit(`Unfinished: ${todo.title}`);
    if (head !== entry.start) await checkout.bundle(head, join(ports.handOff, handOffFiles.bundle));
    return head;
  } catch {
    // What git cannot commit stays in the worktree; that the agent failed is said already.
    return entry.start;
  }
};

/** What cannot be judged, such as an unfinished rebase, ends the attempt: the agent has been paid for it. */
const judgeWork = async (entry: Entry, working: Working, answer: AgentAnswer): Promise<Done> => {
  working.ports.progress("gates");
  try {
    return await judgeCommits(entry, working, answer);
  } catch (error) {
    return result(entry, { outcome: "failed", summary: told(error) });
  }
};

const judgeCommits = async (entry: Entry, working: Working, answer: AgentAnswer): Promise<Done> => {
  const { checkout, ports, todo, body } = working;
  const said = answer.outcome?.summary || answer.said;
  const summary = said || answer.how;
  const head = await checkout.commit(commitMessage(todo.title, said));
  const facts = await checkout.facts(entry.baseSha, head);
  // Until there is a pull request all that is on the branch counts: an earlier lane may have pushed what it could not
  // propose, and commits may change nothing.
  const isNothing =
    entry.pull === null ? facts.files.length === 0 : head === entry.start && entry.start === entry.head;
  if (isNothing) return result(entry, { outcome: "nothing-to-do", summary });
  const verified = await verify(checkout, head, ports);
  const gates = runGates({ ...facts, ...verified }, rulesOf(entry, body, ports));
  if (head !== entry.start) await checkout.bundle(head, join(ports.handOff, handOffFiles.bundle));
  return result(entry, { outcome: "done", summary, head, gates });
};

const commitMessage = (title: string, summary: string): string =>
  summary.trim() === "" ? title : `${title}\n\n${cut(summary.trim(), 4000)}`;
