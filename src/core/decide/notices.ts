import { beginDeliveries, type Delivery } from "../notice/deliveries.ts";
import { noticesOf } from "../notice/due.ts";
import { type NoticeMemory, nothingNoticed } from "../notice/memory.ts";
import { type AccountWaits, accountWaits } from "../report/account-waits.ts";
import type { Criterion } from "../report/criteria.ts";
import { mergeWaitsIn } from "../report/merge-waits.ts";
import { type Progress, progressOf } from "../report/progress.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import { type Change, isProgress } from "./change.ts";
import type { Declined } from "./declined.ts";

/** Notices to be sent now, and what is remembered of them before they are. */
export interface DueNotices {
  readonly deliveries: readonly Delivery[];
  readonly memory: NoticeMemory;
}

export const nothingDue: DueNotices = { deliveries: [], memory: nothingNoticed };

interface Look {
  /** What else is changed now. */
  readonly changes: readonly Change[];
  /** The six criteria, when they all hold. */
  readonly ended: readonly Criterion[] | null;
  readonly unmet: () => readonly Criterion[];
  readonly declined: Declined | null;
  readonly now: Date;
}

/** The notices that nobody was told yet; none before there is an issue that remembers them. */
export const dueNotices = ({ todos, plan, snapshot, ...desired }: DesiredState, look: Look): DueNotices => {
  const { tracking } = snapshot;
  if (plan.notify.length === 0 || !tracking) return nothingDue;
  const { ended, now } = look;
  const rest = ended ? null : restOf({ ...desired, todos, plan, snapshot }, look);
  const notices = noticesOf(todos, plan, {
    isDone: ended !== null,
    stuck: rest?.progress.kind === "stuck" ? rest.progress.reasons : null,
    held: rest?.progress.kind === "held" ? rest.waits : null,
  });
  return beginDeliveries(notices, plan.notify, { memory: tracking.record.notices ?? nothingNoticed, now });
};

/** What nothing goes on for; `null` when something changes, or a person wants it so. */
const restOf = (
  desired: DesiredState,
  { changes, unmet, declined, now }: Look,
): { readonly progress: Progress; readonly waits: AccountWaits } | null => {
  const { snapshot, todos, plan, fault, landing } = desired;
  const mergeWaits = mergeWaitsIn(desired, { declined, again: now.toISOString() });
  if (snapshot.tracking?.record.paused || changes.some(isProgress)) return null;
  // What lands is being proved, or will be at once.
  if (landing?.kind === "unproven") return null;
  const waits = accountWaits(desired, now);
  const progress = progressOf(snapshot, {
    todos,
    unmet: unmet(),
    started: false,
    declined,
    waits,
    fault,
    landing,
    mergeWaits,
    plan,
  });
  return { progress, waits };
};
