import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { Cost } from "../core/cost/ledger.ts";
import { errorMessage } from "../core/error.ts";
import { allPass, isOnlyOversized } from "../core/gate-outcome.ts";
import { cut } from "../core/key.ts";
import { gateRules } from "../core/lane/assignment.ts";
import { handedResults } from "../core/lane/handed-result.ts";
import { type Entry, type Report, reportSchema } from "../core/lane/handoff.ts";
import type { Body } from "../core/plan/plan.ts";
import { gatesAt } from "../gates/in-lane.ts";
import { runGatesInTurns } from "../gates/in-turns.ts";
import { gateText } from "../gates/list.ts";
import type { GateResult } from "../gates/result.ts";
import { isClosed } from "../gates/scope.ts";
import { shown, some } from "../gates/words.ts";
import { readContext } from "./context.ts";
import type { Checkout, Workshop } from "./git-ports.ts";
import { billed, handOffFiles, readLeft, writeHandOff } from "./hand-off.ts";
import { type HandedOnPorts, handedOn } from "./handed-on.ts";
import { type Meter, newMeter } from "./meter.ts";
import { type OpenBills, openBills, openBillsLeft, withBills } from "./open-bills.ts";
import { type PatiencePorts, patiently } from "./patience.ts";
import type { AgentAnswer, Context, RenderPrompt, RunAgent } from "./program-ports.ts";
import { restack } from "./restack.ts";
import { split } from "./split.ts";
import { CutOff, prepare, setUp, verify } from "./verify.ts";

export interface ImplementPorts extends HandedOnPorts, PatiencePorts {
  readonly workshop: Workshop;
  readonly agent: RunAgent;
  readonly render: RenderPrompt;
}

/**
 * Runs the agent on one todo in its worktree until the gates pass, and leaves a hand-off. The report is written
 * last: when an earlier lane left a whole one for this very work, the agent is not paid for twice.
 */
export const implement = async (entry: Entry, ports: ImplementPorts): Promise<Report> => {
  if (entry.kind === "restack") return await restack(entry, ports);
  if (entry.kind === "split") return await split(entry, ports);
  const left = await readLeft(ports, handOffFiles.report, reportSchema);
  const open = await openBillsLeft(ports);
  const used = left && (await handedOn(entry, left, ports));
  const meter = newMeter(entry, entry.fixes.length > 0 ? "fix" : "implement", ports.clock);
  const running = openBills(ports.handOff, meter, open);
  if (used) return await withOpenBills(used, open, { ...ports, running });
  const report = async (done: Done): Promise<Report> => {
    const tree = done.head === entry.start ? null : await ports.workshop.treeOf(done.head);
    const costs = billed(left, withBills(open, meter.bills(isWasted(entry, done))));
    const whole = { ...done, tree, costs };
    await writeHandOff(ports.handOff, handOffFiles.report, whole);
    await running.close();
    return whole;
  };
  await ports.publisher.fetch([...new Set([entry.start, entry.head, entry.baseSha])]);
  const paid = (so: Partial<Done>) => report(result(entry, { ...cutOff, ...so }));
  const watched = await ports.workshop.guard(entry.todo, () =>
    work(entry, { ...ports, paid, meter, running }),
  );
  const { result: done, unattributed } = watched;
  return await report({ ...done, unattributed: unattributed ?? undefined });
};

/** A report that is used again, with the bills of a lane that was killed after it was written. */
const withOpenBills = async (
  used: Report,
  open: readonly Cost[],
  { handOff, running }: { readonly handOff: string; readonly running: OpenBills },
): Promise<Report> => {
  if (open.length === 0) return used;
  const whole = { ...used, costs: withBills(open, used.costs) };
  await writeHandOff(handOff, handOffFiles.report, whole);
  await running.close();
  return whole;
};

/** How a lane ends that is killed once its agent has run. */
const cutOff = { outcome: "interrupted", summary: "it was cut off" } as const;

/** A report whose costs and tree are not read yet. */
type Done = Omit<Report, "costs" | "tree">;

/** Whether nobody goes on with what its agent did. */
const isWasted = ({ pull }: Entry, { outcome }: Done): boolean =>
  wasted.has(outcome) || (outcome === "nothing-to-do" && pull === null);

const wasted: ReadonlySet<Report["outcome"]> = new Set(["interrupted", "failed", "troubled"]);

const result = (entry: Entry, done: Pick<Done, "outcome" | "summary"> & Partial<Done>): Done => ({
  round: entry.round,
  fixes: entry.fixes,
  start: entry.start,
  head: entry.start,
  gates: [],
  wants: [],
  ...done,
  summary: cut(done.summary, 20_000),
});

interface PayingPorts extends ImplementPorts {
  /** Writes down what the agent's runs have taken so far, before anything else can break off. */
  readonly paid: (so: Partial<Done>) => Promise<unknown>;
  readonly meter: Meter;
  readonly running: OpenBills;
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
  for (let run = 0, gates: GateResult[] = []; ; run++) {
    if (run > 0) ports.meter.turnTo("fix");
    ports.progress(run === 0 ? "agent" : `agent, fix ${run} of ${fixes}`, gateText(gates));
    const prompt = await ports.render(entry.fixes.length > 0 || run > 0 ? "fix" : "implement", {
      ...working,
      ...{ plan: ports.plan, entry, gates: gateText(gates), earlier: checkout.earlier, review: null },
    });
    const goesOn = run > 0 || (entry.fixes.length > 0 && entry.attempt === 1);
    const task = { cwd: checkout.path, attempt: entry.attempt, prompt, goesOn };
    const answer = await patiently(
      () => ports.agent(entry, { ...task, billing: ports.running.next() }),
      ports,
    );
    ports.meter.add(answer.usage);
    ports.running.booked();
    await ports.paid({});
    const judged = stopped(entry, answer, working) ?? (await judgeWork(entry, working, answer));
    if (unfinished.has(judged.outcome)) return { ...judged, head: await saveUnfinished(entry, working) };
    gates = judged.gates;
    if (judged.outcome !== "done" || allPass(gates) || run === fixes) return judged;
    if (entry.maySplit && isOnlyOversized(gates)) return judged;
    // What verify left would be taken for the agent's. Where setup fails, the next verify says so.
    const broken = await prepare(checkout, judged.head, ports).then(() => null, brokenOff(entry, judged));
    if (broken) return broken;
  }
};

const unfinished: ReadonlySet<Report["outcome"]> = new Set(["interrupted", "failed", "blocked", "troubled"]);

const stopped = (entry: Entry, answer: AgentAnswer, { body, ports }: Working): Done | null => {
  const { ok, how, interrupted, outcome, trouble } = answer;
  if (interrupted) return result(entry, { outcome: "interrupted", summary: how });
  if (trouble) return result(entry, { outcome: "troubled", summary: how, trouble });
  if (!ok) return result(entry, { outcome: "failed", summary: `the agent failed: ${how}` });
  const wants = (outcome?.wants ?? []).filter(isClosed(rulesOf(entry, body, ports)));
  if (outcome?.outcome !== "blocked" && wants.length === 0) return null;
  return result(entry, { outcome: "blocked", summary: outcome?.summary ?? "", wants });
};

const rulesOf = (entry: Entry, body: Body, { plan }: Pick<ImplementPorts, "plan">) =>
  gateRules(plan, body, entry);

/** What an agent that failed had written is handed on too, so that it is not lost. */
const saveUnfinished = async (entry: Entry, { checkout, todo, ports }: Working): Promise<string> => {
  try {
    const head = await checkout.commit(`Unfinished: ${todo.title}`, tellRemoved(ports));
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
  const said = answer.outcome?.summary || answer.said;
  const summary = said || answer.how;
  let head = entry.start;
  try {
    head = await working.checkout.commit(commitMessage(working.todo.title, said), tellRemoved(working.ports));
    return await judgeCommits(entry, { working, head, summary });
  } catch (error) {
    return brokenOff(entry, { summary, head })(error);
  }
};

/** Pipes, sockets and devices do not vanish without a word. */
const tellRemoved =
  ({ progress }: Pick<ImplementPorts, "progress">) =>
  (paths: readonly string[]): void =>
    progress("removed", `${some(paths, 5, shown)}: no commit can hold a pipe, a socket or a device`);

/** How an attempt ends whose agent had ended, and what came then broke off. */
const brokenOff =
  (entry: Entry, { summary, head }: Pick<Done, "summary" | "head">) =>
  (error: unknown): Done =>
    error instanceof CutOff
      ? result(entry, { outcome: "unjudged", summary, head })
      : result(entry, { outcome: "failed", summary: errorMessage(error), head });

const judgeCommits = async (
  entry: Entry,
  { working, head, summary }: Pick<Done, "head" | "summary"> & { working: Working },
): Promise<Done> => {
  const { checkout, ports, body } = working;
  const facts = await checkout.facts(entry.baseSha, head);
  // Until there is a pull request all that is on the branch counts: an earlier lane may have pushed what it could not
  // propose, and commits may change nothing.
  const isNothing =
    entry.pull === null ? facts.files.length === 0 : await isAsPublished(entry, head, working);
  if (isNothing) return result(entry, { outcome: "nothing-to-do", summary });
  if (head !== entry.start) await checkout.bundle(head, join(ports.handOff, handOffFiles.bundle));
  await ports.paid({ outcome: "unjudged", summary, head });
  const verified = await verify(checkout, head, ports);
  const rules = rulesOf(entry, body, ports);
  const only = gatesAt(rules, { commits: false, checkout: true });
  const gates = await runGatesInTurns({ ...facts, ...verified }, rules, { only, turn });
  return result(entry, { outcome: "done", summary, head, gates: handedResults(gates) });
};

/** Whether commits on what is published change nothing of it; a merge does, whatever it keeps: it may end a conflict. */
const isAsPublished = async (entry: Entry, head: string, { checkout, ports }: Working): Promise<boolean> => {
  if (head === entry.head) return true;
  const { treeOf } = ports.workshop;
  if ((await treeOf(head)) !== (await treeOf(entry.head))) return false;
  const { commits } = await checkout.facts(entry.head, head);
  return commits?.every(({ parents }) => parents.length < 2) === true;
};

const commitMessage = (title: string, summary: string): string =>
  summary.trim() === "" ? title : `${title}\n\n${cut(summary.trim(), 4000)}`;
