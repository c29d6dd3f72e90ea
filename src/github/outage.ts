import { setTimeout as sleep } from "node:timers/promises";
import { count } from "../core/count.ts";
import { ForgeOffline } from "../core/offline.ts";

/** What a failure says of the forge: `away` when nothing of it arrived there, `lost` when that is not known. */
export type Failing = "answered" | "away" | "lost" | "other";

/** How work that needs the forge fails, and whether it may be done twice. */
interface Judge {
  readonly failing: (error: unknown) => Failing;
  /** Asks the forge for something else: one thing that fails again and again is no outage. */
  readonly isUp: () => Promise<boolean>;
  readonly mayRepeat: boolean;
}

/** Waits for a forge that does not answer. One serves all that speaks to it, so that they begin and end to wait together. */
export interface Outage {
  /** Does the work, again when the forge was away meanwhile. @throws {ForgeOffline} when it stays away. */
  through<T>(work: () => Promise<T>, judge: Judge): Promise<T>;
}

interface Patience {
  /** Minutes of an outage that are waited for; asked anew each time, since a plan may be read only then. */
  readonly minutes: () => number;
  /** The most of a forge that has not answered yet: its name or the network may be wrong. As long, when not given. */
  readonly unheardMinutes?: number;
  readonly tell: (message: string) => void;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
  /** The machine's, when not given. */
  readonly time?: OutageTime;
}

/** How time is told, and let pass. */
export interface OutageTime {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const machineTime: OutageTime = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

/** Seconds between two tries, at most. */
const longestPause = 15;
/** How often something is tried again that fails while the forge answers others. */
const maxAlone = 3;

export const newOutage = ({
  minutes,
  unheardMinutes = Number.POSITIVE_INFINITY,
  tell,
  signal,
  time = machineTime,
}: Patience): Outage => {
  let since: number | null = null;
  let isHeard = false;
  const end = (): void => {
    isHeard = true;
    if (since !== null) tell(`the forge answers again, after ${spanOf(time.now() - since)}`);
    since = null;
  };
  const wait = async (error: unknown, tries: number): Promise<void> => {
    const isNew = since === null;
    since ??= time.now();
    const mayBeWrong = !isHeard && unheardMinutes < minutes();
    const until = since + (mayBeWrong ? unheardMinutes : minutes()) * 60_000;
    const left = until - time.now();
    if (signal.aborted || left <= 0) throw mayBeWrong ? error : offline(error, since);
    if (isNew)
      tell(
        `the forge does not answer since ${clockOf(since)} (${reasonOf(error)}); this waits till ${clockOf(until)} at most`,
      );
    await time.sleep(Math.min(pauseAfter(tries), left), signal);
  };
  return {
    through: async (work, { failing, isUp, mayRepeat }) => {
      for (let tries = 0, alone = 0; ; tries++) {
        try {
          const done = await work();
          end();
          return done;
        } catch (error) {
          const how = failing(error);
          if (how === "answered") end();
          if (how === "answered" || how === "other" || (how === "lost" && !mayRepeat)) throw error;
          if (how === "lost" && (await isUp())) {
            alone += 1;
            if (alone > maxAlone) throw error;
            await time.sleep(pauseAfter(alone), signal);
            if (signal.aborted) throw error;
          } else await wait(error, tries);
        }
      }
    },
  };
};

const pauseAfter = (tries: number): number => Math.min(500 * 2 ** tries, longestPause * 1000);

const offline = (cause: unknown, since: number): ForgeOffline =>
  new ForgeOffline(`the forge does not answer since ${clockOf(since)}: ${reasonOf(cause)}`, {
    hint: "run again when it is there: nothing that was made or paid for is lost",
    cause,
  });

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const clockOf = (milliseconds: number): string => new Date(milliseconds).toTimeString().slice(0, 5);

const spanOf = (milliseconds: number): string =>
  milliseconds < 90_000
    ? count(Math.round(milliseconds / 1000), "second")
    : count(Math.round(milliseconds / 60_000), "minute");
