import { errorMessage } from "../core/error.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { LaneResult } from "../core/lane/settlement.ts";
import { ForgeOffline } from "../core/offline.ts";
import type { LandingEntry } from "../core/proof/landing.ts";
import { mayStartMore, type Orchestrated } from "../steps/orchestrate.ts";

/** What lanes go by of a look. */
export type Looked = Pick<Orchestrated, "entries" | "landing" | "unclaimed" | "progress" | "until"> & {
  readonly seen: Pick<Orchestrated["seen"], "tracking">;
};

export interface LanesPorts<Look extends Looked> {
  /** What comes before the first look. */
  readonly begin: () => Promise<void>;
  /** Looks at all of the plan, and makes of it what may be made now. */
  readonly look: () => Promise<Look>;
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
  readonly onLook: (look: Look) => void;
  readonly onLane: (entry: Entry, end: LaneEnd) => void;
  /** Awaited when the last lane has settled; gets what was seen last, `null` when the run broke off. */
  readonly onEnd: (last: Look | null) => Promise<void>;
}

/** How a lane ended; one is lost when nobody could settle it. */
export type LaneEnd = LaneResult | { readonly kind: "lost"; readonly reason: string };

/** How often orchestrating may change something without starting a lane before that is taken for a fault. */
const maxIdle = 50;

/**
 * Runs a plan's lanes until it is closed, stuck or interrupted. Whenever a lane settles, orchestrate starts whatever
 * became ready anywhere; no lane waits for another.
 */
export const runLanes = async <Look extends Looked>(ports: LanesPorts<Look>): Promise<Look> => {
  const lanes = newLanes(ports);
  let last: Look | null = null;
  try {
    await ports.begin();
    for (let idle = 0; ; ) {
      ports.check();
      const settled = lanes.settled();
      const seen = await ports.look();
      const isOnlyFirst = mayStartMore(seen, last);
      last = seen;
      ports.onLook(seen);
      if (!ports.signal.aborted) {
        seen.entries.forEach(lanes.start);
        if (seen.landing) lanes.prove(seen.landing);
      }
      idle = waits(seen, ports) ? 0 : idle + 1;
      // Whatever a lane left that ended meanwhile, this look saw without it.
      const isWhole = lanes.settled() === settled;
      if (ports.signal.aborted || (isWhole && ports.active.size === 0 && isOver(seen, idle))) return seen;
      if (isStopped(seen) && ports.active.size > 0) await lanes.cancel();
      else if (!isOnlyFirst && isWhole && waits(seen, ports)) await lanes.nextEvent(seen.until);
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
const waits = ({ progress }: Looked, { active }: Pick<LanesPorts<Looked>, "active">): boolean =>
  active.size > 0 || progress.kind === "held";

const isOver = ({ progress }: Looked, idle: number): boolean =>
  (progress.kind !== "running" && progress.kind !== "held") || idle > maxIdle;

/** Whether a person stopped the plan: its lanes end early, and the next look says that it waits for them. */
const isStopped = ({ seen }: Looked): boolean => seen.tracking?.record.stopped === true;

/** The lanes that run now. */
const newLanes = ({
  lane,
  prove,
  active,
  onLane,
  signal,
  comments,
  wake,
}: Pick<LanesPorts<Looked>, "lane" | "prove" | "active" | "onLane" | "signal" | "comments" | "wake">) => {
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
