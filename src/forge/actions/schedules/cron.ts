import { Cron } from "croner";
import { MilepostError } from "../../../core/error.ts";

/** One line of a workflow's `on: schedule`. */
export interface CronSchedule {
  /** Five fields, as POSIX has them. */
  readonly cron: string;
  /** A name of the IANA's; UTC when there is none. */
  readonly timezone?: string | undefined;
}

/** A schedule that was read. */
export interface Timetable {
  readonly cron: string;
  /** Whether it has a time after `after`, and not after `until`. */
  readonly isDue: (between: { readonly after: Date; readonly until: Date }) => boolean;
}

/**
 * Reads a schedule: https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
 * @throws MilepostError when it is none.
 */
export const readSchedule = ({ cron, timezone = "UTC" }: CronSchedule): Timetable => {
  const times = parsed(cron, timezone);
  return {
    cron,
    isDue: ({ after, until }) => {
      const next = times.nextRun(after);
      return next !== null && next <= until;
    },
  };
};

const parsed = (cron: string, timezone: string): Cron => {
  try {
    // Names such as @daily are no POSIX, and GitHub takes none.
    if (cron.includes("@")) throw new TypeError("a time has five fields");
    return new Cron(cron, { mode: "5-part", timezone });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MilepostError(`'${cron}' in ${timezone} is no schedule: ${reason}`, {
      hint: "write five fields: minute, hour, day of the month, month, day of the week",
      cause,
    });
  }
};
