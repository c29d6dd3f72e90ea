import { type Change, isProgress } from "../core/decide/change.ts";
import { criteriaOf, decide } from "../core/decide/decide.ts";
import type { Declined } from "../core/decide/declined.ts";
import { landingOf } from "../core/decide/landing.ts";
import { paced, paceOf } from "../core/decide/pace.ts";
import { retryChanges } from "../core/decide/retry.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { ProofEntry } from "../core/proof/entry.ts";
import type { BaseFault } from "../core/proof/fault.ts";
import type { LandingEntry, LandingState } from "../core/proof/landing.ts";
import { type AccountWaits, accountWaits } from "../core/report/account-waits.ts";
import type { Criterion } from "../core/report/criteria.ts";
import { mergeWaitsIn, soonest } from "../core/report/merge-waits.ts";
import { type Progress, progressOf } from "../core/report/progress.ts";
import type { Snapshot } from "../core/snapshot/snapshot.ts";
import type { HowToAnswer } from "../core/todo/answers.ts";
import type { DesiredTodo } from "../core/todo/desired.ts";
import { type DesiredState, withMerged } from "../core/todo/desired-state.ts";
import { applyAll } from "./apply.ts";
import type { CheckBase } from "./base-check.ts";
import type { ApplyPorts } from "./batch.ts";
import type { LookAtCi } from "./ci.ts";
import { processComments } from "./command.ts";
import type { LookAtLanding } from "./landing.ts";
import type { Forge, OwnIssue } from "./ports.ts";
import { withRewound } from "./rewound.ts";

export interface OrchestratePorts extends ApplyPorts {
  /** Waits so many milliseconds: there where creations are limited, and then long plans are made piece by piece. */
  readonly pause?: (milliseconds: number) => Promise<void>;
  /** How people answer a todo from where they see how the plan stands; by a comment when not given. */
  readonly how?: HowToAnswer | undefined;
  /** Without it nobody asks whether the plan's commands pass on its base. */
  readonly checkBase?: CheckBase;
  /** Without it nobody asks whether what lands together passes. */
  readonly landing?: LandingLook;
  /** Without it nobody asks what the repository's own CI says; what is pending is looked at again after the pause. */
  readonly ci?: { readonly look: LookAtCi; readonly pauseMs: number };
}

/** How it is found out, and by whom, whether what lands together passes. */
export interface LandingLook {
  readonly look: LookAtLanding;
  /** Wins the right to prove it; another may have it. */
  readonly win: (entry: LandingEntry) => Promise<boolean>;
  /** Lets go of what a plan that is closed now had proved. */
  readonly prune: (landed: Extract<LandingState, { kind: "passed" }>) => Promise<void>;
}

export interface Orchestrated {
  /** One for each body that has work now. */
  readonly entries: readonly Entry[];
  /** Todos that were to start and did not, by id: their bodies may have other work now. */
  readonly unclaimed: readonly string[];
  /** A lane that is to find out whether what lands together passes. */
  readonly landing: LandingEntry | null;
  readonly changes: readonly Change[];
  /** A lane that is to find out first whether the plan's commands pass on its base; without it nothing starts there. */
  readonly proof: ProofEntry | null;
  /** Issues that the next look will make. */
  readonly left: number;
  /** What people's commands changed before that, and what was made before a merge was declined. */
  readonly earlier: readonly Change[];
  /** What was decided on. */
  readonly seen: Snapshot;
  readonly todos: readonly DesiredTodo[];
  readonly snapshot: Snapshot;
  readonly criteria: readonly Criterion[];
  readonly progress: Progress;
  /** What waits for accounts. */
  readonly waits: AccountWaits;
  /** What waits for the repository's own CI, or for the forge, a line each. */
  readonly pending: readonly string[];
  /** When to look again whatever happens until then, ISO 8601; `null` when nothing but the clock is waited for. */
  readonly until: string | null;
  /** Why nothing may start on the plan's base. */
  readonly fault: BaseFault | null;
}

/**
 * Reads the milestone, decides what is missing, and makes it so.
 *
 * A merge that the forge declines holds up nothing else: all is looked at once more, and nothing is merged for now.
 */
export const orchestrate = async (
  ports: OrchestratePorts,
  { declined, earlier }: Before = { declined: null, earlier: [] },
): Promise<Orchestrated> => {
  const { desired: read, changes: obeyed } = await processComments(ports);
  const toLand = await withLanding(await withCi(read, ports), declined, ports);
  const desired = await withRewound(toLand, ports);
  const { snapshot: seen, todos } = desired;
  const { decided, fault, proof } = await decideOnBase(desired, declined, ports);
  const { pause } = ports;
  const pace = pause ? paceOf(seen.todos.size) : { most: Number.POSITIVE_INFINITY, pauseMs: 0 };
  const { now: changes, left } = paced(decided, pace);
  const applied = await applyAll(
    pause ? { ...ports, forge: pausing(ports.forge, () => pause(pace.pauseMs)) } : ports,
    changes,
  );
  const before = [...earlier, ...obeyed];
  if (applied.declined !== null)
    return await orchestrate(ports, { declined: applied.declined, earlier: [...before, ...applied.made] });
  const { entries } = applied;
  const landing = await proofOf(desired, ports);
  const closes = changes.some((change) => change.type === "write-milestone" && !change.open);
  if (closes && desired.landing?.kind === "passed") await ports.landing?.prune(desired.landing);
  const snapshot =
    closes && seen.milestone ? { ...seen, milestone: { ...seen.milestone, open: false } } : seen;
  const criteria = criteriaOf(withMerged(desired, applied.merged));
  const waits = accountWaits(fault ? { ...desired, fault } : desired, ports.now());
  const mergeWaits = mergeWaitsIn(desired, { declined, again: againIn(ports) });
  const progress = progressOf(snapshot, {
    plan: ports.plan,
    todos,
    unmet: criteria.filter(({ ok }) => !ok),
    started:
      entries.length > 0 || proof !== null || landing !== null || (!closes && changes.some(isProgress)),
    ...{ declined, waits, fault, landing: desired.landing, mergeWaits, how: ports.how },
  });
  const looked = { seen, todos, snapshot, criteria, progress };
  const until = soonest([waits.until, mergeWaits.until]);
  const more = { waits, pending: mergeWaits.texts, until, fault, earlier: before };
  return {
    ...looked,
    ...more,
    entries,
    unclaimed: unclaimedIn(changes, entries),
    proof,
    landing,
    changes,
    left,
  };
};

const unclaimedIn = (changes: readonly Change[], entries: readonly Entry[]): string[] => {
  const claimed = new Set(entries.map(({ todo }) => todo));
  return changes.flatMap((one) => (one.type === "claim" && !claimed.has(one.todo) ? [one.todo] : []));
};

/** Whether the next look may start more at once; what comes to nothing again waits for something else. */
export const mayStartMore = (
  { unclaimed }: Pick<Orchestrated, "unclaimed">,
  before: Pick<Orchestrated, "unclaimed"> | null,
): boolean => unclaimed.length > 0 && unclaimed.join() !== before?.unclaimed.join();

/** When a merge is tried again that the forge declined for now. */
const againIn = ({ now, ci }: OrchestratePorts): string =>
  new Date(now().getTime() + (ci?.pauseMs ?? 60_000)).toISOString();

/** What was read, with what the repository's own CI says. */
const withCi = async (desired: DesiredState, { ci }: Pick<OrchestratePorts, "ci">): Promise<DesiredState> => {
  const look = await ci?.look(desired);
  return look ? { ...desired, ci: look } : desired;
};

/** What was read, with what is known of what is to land. */
const withLanding = async (
  desired: DesiredState,
  declined: Declined | null,
  { landing }: Pick<OrchestratePorts, "landing">,
): Promise<DesiredState> => {
  const heads = landing ? landingOf(desired, declined === null) : null;
  if (!landing || heads === null) return desired;
  return { ...desired, landing: await landing.look(heads, desired.snapshot.tracking?.record) };
};

/** The lane that proves what lands: none while the plan is paused, or another is at it. */
const proofOf = async (
  { landing: known, snapshot }: DesiredState,
  { landing }: Pick<OrchestratePorts, "landing">,
): Promise<LandingEntry | null> => {
  if (!landing || known?.kind !== "unproven" || known.entry === null) return null;
  if (snapshot.tracking?.record.paused) return null;
  return (await landing.win(known.entry)) ? known.entry : null;
};

interface Decided {
  readonly decided: Change[];
  readonly fault: BaseFault | null;
  readonly proof: ProofEntry | null;
}

/** What to do; nothing new is started on a base on which the plan's commands fail, and all else goes on. */
const decideOnBase = async (
  desired: DesiredState,
  declined: Declined | null,
  { now, checkBase }: OrchestratePorts,
): Promise<Decided> => {
  const decided = decide(desired, now(), declined);
  const known = { decided, fault: null, proof: null };
  if (!checkBase || !decided.some(startsOnBase)) return known;
  const withheld = decided.filter((change) => !startsOnBase(change));
  const state = await checkBase(desired);
  switch (state.kind) {
    case "passed": {
      const { proven } = state;
      return proven === undefined
        ? known
        : { ...known, decided: decide({ ...desired, proven }, now(), declined) };
    }
    case "unknown":
      return { ...known, decided: withheld };
    case "unproven":
      return { ...known, decided: withheld, proof: state.entry };
    case "failed": {
      const { fault } = state;
      return { ...known, decided: decide({ ...desired, fault }, now(), declined), fault };
    }
    default:
      return state satisfies never;
  }
};

const startsOnBase = (change: Change): boolean =>
  change.type === "claim" && change.issue.record.head === null;

/** What came before a look that merges nothing: why it does not, and what was changed until then. */
interface Before {
  readonly declined: Declined | null;
  readonly earlier: readonly Change[];
}

/** A forge on which issues are made, or adopted, with a pause before each. */
const pausing = (forge: Forge, pause: () => Promise<void>): Forge => ({
  ...forge,
  createIssue: async (milestone, content) => {
    await pause();
    return await forge.createIssue(milestone, content);
  },
  createIssues: async (milestone, contents) => {
    const made: OwnIssue[] = [];
    for (const content of contents) {
      await pause();
      made.push(await forge.createIssue(milestone, content));
    }
    return made;
  },
  adoptIssue: async (milestone, number, content) => {
    await pause();
    return await forge.adoptIssue(milestone, number, content);
  },
});

/** What orchestrating would change now; changes nothing. */
export const preview = async ({ reader, now }: Pick<OrchestratePorts, "reader" | "now">): Promise<Change[]> =>
  decide(await reader.read(), now());

/** Gives blocked todos another chance before orchestrating goes on. */
export const retryBlocked = async (ports: OrchestratePorts): Promise<void> => {
  await applyAll(ports, retryChanges(await ports.reader.read()));
};
