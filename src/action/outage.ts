import type { Plan } from "../core/plan/plan.ts";
import { newOutage, type Outage } from "../github/outage.ts";
import { say } from "./commands.ts";
import type { Job } from "./job.ts";

interface Waiting {
  minutes: number;
  readonly outage: Outage;
}

/** One for each job, so that all its requests and its git wait together; they count among its programs' minutes. */
const waits = new WeakMap<Pick<Job, "signal">, Waiting>();

const waitingOf = (job: Pick<Job, "signal">): Waiting => {
  const known = waits.get(job);
  if (known) return known;
  const waiting: Waiting = {
    minutes: unplannedMinutes,
    outage: newOutage({
      minutes: () => waiting.minutes,
      unheardMinutes: 1,
      tell: say,
      signal: job.signal,
    }),
  };
  waits.set(job, waiting);
  return waiting;
};

/** Until the plan is read. */
const unplannedMinutes = 60;

/** How a job waits for a forge that does not answer. */
export const outageOf = (job: Pick<Job, "signal">): Outage => waitingOf(job).outage;

/** Has a job wait as long as its plan says, from when that is read. */
export const waitAsPlanned = (job: Pick<Job, "signal">, { limits }: Pick<Plan, "limits">): void => {
  waitingOf(job).minutes = limits.outageMinutes;
};
