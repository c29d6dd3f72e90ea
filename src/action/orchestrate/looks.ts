import { setTimeout as sleep } from "node:timers/promises";
import { MilepostError } from "../../core/error.ts";
import type { LaneEntry } from "../../core/lane/handoff.ts";
import type { Sink } from "../../core/plan/notify.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { wantsBaseCheck } from "../../core/proof/wanted.ts";
import type { Publisher } from "../../git/repositories/publisher.ts";
import { forgeOf } from "../../github/forge.ts";
import type { FirstLook } from "../../github/look-query.ts";
import { claimLiveness } from "../../github/runs.ts";
import { snapshotReader } from "../../github/snapshot.ts";
import type { ApplyPorts } from "../../steps/batch.ts";
import type { PublisherPort } from "../../steps/git-ports.ts";
import {
  mayStartMore,
  type Orchestrated,
  type OrchestratePorts,
  orchestrate,
  preview,
} from "../../steps/orchestrate.ts";
import { byApp } from "../app-author.ts";
import { say } from "../commands.ts";
import { type Connected, isOnThisMachine } from "../connect.ts";
import { type Job, runName, runUrl } from "../job.ts";
import { waitAsPlanned } from "../outage.ts";
import { planNamed } from "../plan.ts";
import type { StepOutcome } from "../run-action.ts";
import { startAgain } from "../start-again.ts";
import { changesTable, nameOf, planSummary } from "../summary/plan.ts";
import { ciFor, newCiWait } from "./ci.ts";
import { outputsOf } from "./outputs.ts";

interface Wanted {
  readonly plan: string;
  readonly parallel?: number | undefined;
  readonly "dry-run": boolean;
}

interface Asked {
  readonly github: Connected;
  readonly job: Job;
  /** What is read of the repository before the plan is known. */
  readonly first: FirstLook;
}

/** Looks at a plan's milestone, and makes it what the plan wants, until lanes start or nothing is left to do. */
export const orchestratePlan = async (wanted: Wanted, asked: Asked): Promise<StepOutcome> => {
  const { github, job } = asked;
  const named = await planNamed(job.workspace, wanted.plan);
  if (named.id !== wanted.plan && !wanted["dry-run"])
    return await startById({ ...wanted, plan: named.id }, asked);
  waitAsPlanned(job, named);
  const notify = named.notify.filter(isForActions);
  const plan = { ...(await byApp(named, github, job)), parallel: wanted.parallel ?? named.parallel, notify };
  const known = portsOf(plan, asked);
  const { landingsOn } = await import("./landing.ts");
  const more = { ...(await noticesFor(plan, asked)), ...(await baseCheckFor(plan, asked)) };
  const ports = { ...known, landing: landingsOn(github, known), ...more };
  if (wanted["dry-run"]) return await dryRun(plan, ports);
  const last = await untilLanesStart(ports, job.signal);
  // What is left of a long plan is made by the next run, while the lanes of this one are at work.
  if (last.left > 0) await startAgain(github, wanted, job);
  return {
    outputs: outputsOf(lanesOf(last), last.progress.kind === "closed"),
    summary: planSummary(plan, last, github.requests),
    failed: null,
  };
};

/** Desktops and programs are those of a machine that somebody runs a plan on. */
const isForActions = ({ kind }: Sink): boolean => kind === "webhook" || kind === "assign";

/** Loaded where somebody is to be told. */
const noticesFor = async (plan: Plan, asked: Asked) => {
  if (plan.notify.length === 0) return {};
  const { noticesOf } = await import("./notices.ts");
  return { notices: noticesOf(plan, asked) };
};

/** Loaded where the plan has commands that must pass on its base. */
const baseCheckFor = async (plan: Plan, { github }: Asked): Promise<Pick<OrchestratePorts, "checkBase">> => {
  if (!wantsBaseCheck(plan)) return {};
  const { baseOn } = await import("./base.ts");
  return { checkBase: baseOn(plan, github) };
};

/** Runs of a plan take turns by its id: one that names its file would look at the same time as they do. */
const startById = async (wanted: Wanted, { github, job }: Asked): Promise<StepOutcome> => {
  await startAgain(github, wanted, job);
  return { outputs: outputsOf([], false), summary: `Started: \`${wanted.plan}\`.`, failed: null };
};

const portsOf = (plan: Plan, { github, job, first }: Asked) => {
  const livenessOf = claimLiveness(github.runs, job);
  const publisher = lazyPublisher(plan, { github, job });
  const forge = forgeOf({ bot: github, reviewer: github, runs: github.runs, git: publisher });
  const now = () => new Date();
  const ci = ciFor(plan, github, { job, forge, publisher, now });
  return {
    forge,
    reader: snapshotReader(github, plan, livenessOf, { first, ahead: ci.ahead }),
    publisher,
    ci,
    rewriter: publisher,
    plan,
    run: runName(job),
    logs: () => ({ kind: "run", url: runUrl(job) }) as const,
    livenessOf,
    now,
    ...(isOnThisMachine(job.api) ? {} : { pause: (milliseconds: number) => sleep(milliseconds) }),
  };
};

/** What looks need of git. */
type LooksPublisher = ApplyPorts["publisher"] &
  Required<ApplyPorts>["rewriter"] &
  Pick<PublisherPort, "deleteRefs"> &
  Pick<Publisher, "headOf" | "note" | "noteAt" | "isAtForge">;

/** Not every look needs git: it is opened for the first that does. */
const lazyPublisher = (plan: Plan, { github, job }: Pick<Asked, "github" | "job">): LooksPublisher => {
  let opened: ReturnType<typeof open> | null = null;
  const open = async () => {
    const [{ trustedSide }, { publisherFor }] = await Promise.all([
      import("../../local/trusted-side.ts"),
      import("../publisher.ts"),
    ]);
    return trustedSide(await publisherFor(job, github.token), plan, null);
  };
  const publisher = () => {
    opened ??= open();
    return opened;
  };
  return {
    headOf: async (ref) => (await publisher()).headOf(ref),
    note: async (message, wanted) => (await publisher()).note(message, wanted),
    isAtForge: async (sha) => (await publisher()).isAtForge(sha),
    noteAt: async (sha) => (await publisher()).noteAt(sha),
    fetch: async (wanted) => (await publisher()).fetch(wanted),
    contains: async (commit, other) => (await publisher()).contains(commit, other),
    facts: async (base, head) => (await publisher()).facts(base, head),
    mergeInOrder: async (base, heads) => (await publisher()).mergeInOrder(base, heads),
    commitOn: async (wanted) => (await publisher()).commitOn(wanted),
    push: async (sha, ref, lease) => (await publisher()).push(sha, ref, lease),
    deleteRefs: async (refs) => (await publisher()).deleteRefs(refs),
  };
};

type Ports = ReturnType<typeof portsOf> & Pick<OrchestratePorts, "notices" | "checkBase" | "landing">;

/** How often orchestrating may change something without starting a lane before that is taken for a fault. */
const maxIdle = 50;

/** What one look changes may let the next one start something; once lanes run, they start orchestrate again. */
const untilLanesStart = async (ports: Ports, signal: AbortSignal): Promise<Orchestrated> => {
  const waitForCi = newCiWait(signal);
  let before: Orchestrated | null = null;
  for (let looks = 1; ; looks++) {
    const seen = withLanesOf(before, await orchestrate(ports));
    for (const change of seen.changes) say(`${`${change.type} ${nameOf(change)}`.trim()}: ${change.why}`);
    // What is cancelled is so as long as it has not ended; nobody waits here for that.
    const isChanged = seen.changes.some(({ type }) => type !== "cancel");
    const startsMore = lanesOf(seen).length === 0 || mayStartMore(seen, before);
    const mayGoOn = seen.progress.kind === "running" && isChanged && startsMore;
    before = seen;
    if (signal.aborted) return seen;
    if (await waitForCi(seen)) looks = 0;
    else if (!mayGoOn) return seen;
    if (looks === maxIdle) {
      throw new MilepostError(
        `orchestrating ${ports.plan.id} changes something each time and starts nothing`,
        {
          hint: "look at what changes in the log above, and report it",
        },
      );
    }
  }
};

/** A look with the lanes that start by the one before it. */
const withLanesOf = (before: Orchestrated | null, seen: Orchestrated): Orchestrated =>
  before === null
    ? seen
    : {
        ...seen,
        entries: [...before.entries, ...seen.entries],
        proof: seen.proof ?? before.proof,
        landing: seen.landing ?? before.landing,
      };

/** Lanes to start: what todos wait for comes first, and what lands last. */
const lanesOf = ({ proof, entries, landing }: Orchestrated): readonly LaneEntry[] => [
  ...(proof === null ? [] : [proof]),
  ...entries,
  ...(landing === null ? [] : [landing]),
];

const dryRun = async (plan: Plan, ports: Ports): Promise<StepOutcome> => ({
  outputs: outputsOf([], false),
  summary: changesTable(plan, await preview(ports)),
  failed: null,
});
