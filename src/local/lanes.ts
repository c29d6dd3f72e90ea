import { errorMessage } from "../core/error.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { LaneResult } from "../core/lane/settlement.ts";
import { ForgeOffline } from "../core/offline.ts";
import type { LandingEntry } from "../core/proof/landing.ts";
import {
  mayStartMore,
  type Orchestrated,
  type OrchestratePorts,
  orchestrate,
  retryBlocked,
} from "../steps/orchestrate.ts";

export interface LanesPorts {
  readonly orchestrate: OrchestratePorts;
  /** Runs a lane; it ends early at its signal. */
  readonly lane: (entry: Entry, signal: AbortSignal) => Promise<LaneResult>;
  /** Finds out whether what lands together passes; it ends early at its signal. */
  readonly prove: (entry: LandingEntry, signal: AbortSignal) => Promise<void>;
  /** Todos whose lane is running: their claims are alive. */
  readonly active: Set<string>;
  readonly signal: AbortSignal;
  /** Settles when a person commands something, or at the signal; it asks less often while nothing runs. */
  readonly comments: (signal: AbortSignal, isIdle: boolean) => Promise<void>;
  /** Settles at a time, ISO 8601, or at the signal. */
  readonly wake: (at: string, signal: AbortSignal) => Promise<void>;
  /** Throws when lanes cannot go on, nor others start. */
  readonly check: () => void;
  /** Ends all lanes early. */
  readonly abort: () => void;
  /** Give blocked todos new attempts and rounds first. */
  readonly retry: boolean;
  readonly onOrchestrated: (orchestrated: Orchestrated) => void;
  readonly onLane: (entry: Entry, end: LaneEnd) => void;
  /** Awaited when the last lane has settled; gets what was seen last, `null` when the run broke off. */
  readonly onEnd: (last: Orchestrated | null) => Promise<void>;
}

/** How a lane ended; one is lost when nobody could settle it. */
export type LaneEnd = LaneResult | { readonly kind: "lost"; readonly reason: string };

/** How often orchestrating may change something without starting a lane before that is taken for a fault. */
const maxIdle = 50;

/**
 * Runs a plan's lanes until it is closed, stuck or interrupted. Whenever a lane settles, orchestrate starts whatever
 * became ready anywhere; no lane waits for another.
 */
export const runLanes = async (ports: LanesPorts): Promise<Orchestrated> => {
  const lanes = newLanes(ports);
  let last: Orchestrated | null = null;
  try {
    if (ports.retry) await retryBlocked(ports.orchestrate);
    for (let idle = 0; ; ) {
      ports.check();
      const settled = lanes.settled();
      const seen = await orchestrate(ports.orchestrate);
      const isOnlyFirst = mayStartMore(seen, last);
      last = seen;
      ports.onOrchestrated(seen);
      if (!ports.signal.aborted) {
        seen.entries.forEach(lanes.start);
        if (seen.landing) lanes.prove(seen.landing);
      }
      idle = waits(seen, ports) ? 0 : idle + 1;
      if (ports.signal.aborted || (ports.active.size === 0 && isOver(seen, idle))) return seen;
      if (isStopped(seen) && ports.active.size > 0) await lanes.cancel();
      else if (!isOnlyFirst && lanes.settled() === settled && waits(seen, ports))
        await lanes.nextEvent(seen.until);
    }
  } catch (error) {
    // What agents make is kept for the run that comes when the forge is there again.
    if (!(error instanceof ForgeOffline)) ports.abort();
    throw error;
  } finally {
    await lanes.allSettled();
    await ports.onEnd(last);
  }
};

/** Whether something is awaited: a lane's end, or an account's. */
const waits = ({ progress }: Orchestrated, { active }: LanesPorts): boolean =>
  active.size > 0 || progress.kind === "held";

const isOver = ({ progress }: Orchestrated, idle: number): boolean =>
  (progress.kind !== "running" && progress.kind !== "held") || idle > maxIdle;

/** Whether a person stopped the plan: its lanes end early, and the next look says that it waits for them. */
const isStopped = ({ seen }: Orchestrated): boolean => seen.tracking?.record.stopped === true;

/** The lanes that run now. */
const newLanes = ({ lane, prove, active, onLane, signal, comments, wake }: LanesPorts) => {
  const running = new Map<Promise<void>, AbortController>();
  let settled = 0;
  const aborted = new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  const allSettled = () => Promise.all(running.keys());
  const follow = (todo: string, work: (stop: AbortSignal) => Promise<void>): void => {
    active.add(todo);
    const stop = new AbortController();
    const one = work(AbortSignal.any([signal, stop.signal])).finally(() => {
      settled += 1;
      active.delete(todo);
      running.delete(one);
    });
    running.set(one, stop);
  };
  return {
    settled: () => settled,
    nextEvent: async (until: string | null): Promise<void> => {
      const waiting = new AbortController();
      const heard = comments(waiting.signal, running.size === 0);
      const woken = until === null ? [] : [wake(until, waiting.signal)];
      await Promise.race([...running.keys(), aborted, heard, ...woken]);
      waiting.abort();
    },
    allSettled,
    cancel: async (): Promise<void> => {
      for (const stop of running.values()) stop.abort();
      await allSettled();
    },
    start: (entry: Entry): void =>
      follow(entry.todo, (stop) =>
        lane(entry, stop)
          .then((result) => onLane(entry, result))
          .catch((error: unknown) => onLane(entry, { kind: "lost", reason: errorMessage(error) })),
      ),
    prove: (entry: LandingEntry): void => follow(entry.todo, (stop) => prove(entry, stop)),
  };
};
