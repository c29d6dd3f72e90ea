import { cut } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import type { BaseFault } from "../proof/fault.ts";
import type { LandingState } from "../proof/landing.ts";
import type { Criterion } from "../report/criteria.ts";
import { trackingText } from "../report/tracking-text.ts";
import { type Inbox, maxProofs, newTracking, type TrackingRecord } from "../snapshot/record.ts";
import type { SeenTodo, Snapshot } from "../snapshot/snapshot.ts";
import { type DesiredTodo, desiredOf } from "../todo/desired.ts";
import { recordVersion } from "../todo/record.ts";
import { claimOf } from "../todo/state.ts";
import type { Change, Telling, TrackingIssue } from "./change.ts";
import { type DueNotices, nothingDue } from "./notices.ts";

interface TrackedPlan {
  /** The six criteria, when they all hold. */
  readonly ended: readonly Criterion[] | null;
  /** What waits for accounts, a line each. */
  readonly held: readonly string[];
  readonly now: Date;
  /** Why nothing starts on the plan's base. */
  readonly fault?: BaseFault | undefined;
  /** The key of the plan's commands, where they are known to pass on its base. */
  readonly proven?: string | undefined;
  readonly due?: DueNotices;
  readonly landing?: LandingState | undefined;
  /** Whether todos are claimed before it is written. */
  readonly isStarting?: boolean;
  /** Marks of the todos whose links are made once the changes are. */
  readonly linked?: readonly string[];
}

/**
 * Keeps the plan's tracking issue as it should be; nothing when it already is. That notices are sent is written there
 * before they are.
 */
export const trackingChanges = (
  todos: readonly DesiredTodo[],
  plan: Plan,
  snapshot: Snapshot,
  {
    ended,
    held,
    now,
    fault,
    proven,
    landing,
    due = nothingDue,
    isStarting = false,
    linked = [],
  }: TrackedPlan,
): Change[] => {
  const { tracking } = snapshot;
  const known = tracking ? withInbox(tracking.record, snapshot) : newTracking(plan.id, now);
  const { deliveries, memory } = due;
  const { set: _before, ...kept } = known;
  const record = {
    ...kept,
    v: versionFor(todos),
    ...(plan.overrides ? { set: plan.overrides.map((one) => cut(one, 1000)).slice(0, 50) } : {}),
    ...(proven === undefined ? {} : { proven }),
    ...begunProof(known, landing),
    ...(ended ? { landed: landedBy(landing) } : {}),
    ...(deliveries.length > 0 ? { notices: memory } : {}),
    ...(linked.length > 0 ? { linked: [...linked] } : {}),
  };
  const telling = { todos, plan, fault, ended, held };
  const text = trackingText(todos, { ...telling, record });
  const title = cut(`Milepost: ${plan.title}`, 256);
  const issue: TrackingIssue = { title, text, record, open: ended === null };
  if (!tracking) return [{ type: "create-tracking", why: "the plan has none", tracking: issue, telling }];
  const { issue: seen } = tracking;
  const isRight =
    seen.title === title &&
    seen.text.trim() === text.trim() &&
    seen.open === issue.open &&
    tracking.record.proven === record.proven &&
    (tracking.record.set ?? []).join("\n") === (record.set ?? []).join("\n") &&
    tracking.record.landing?.bases.join() === record.landing?.bases.join() &&
    (tracking.record.linked ?? []).join() === linked.join();
  const { number } = seen;
  const isAnswered = isRead(tracking.record.inbox, record.inbox);
  const isSaid = isRight && isAnswered && deliveries.length === 0;
  if (isSaid && !isStarting) return [];
  const why = isRight ? (isAnswered ? "people are told" : "comments were answered") : "the plan went on";
  const write: Change = {
    ...{ type: "write-tracking", why, number, tracking: issue, telling },
    ...(isSaid ? { isRight: true } : {}),
  };
  if (deliveries.length === 0) return [write];
  const told = [...new Set(deliveries.map(({ notice }) => notice.event))].join(", ");
  return [write, { type: "notify", why: `people are to know: ${told}`, number, tracking: issue, deliveries }];
};

/** The same with its text as todos are once these were written. */
export const retold = (
  tracking: TrackingIssue,
  { todos, ...told }: Telling,
  written: ReadonlyMap<string, Pick<SeenTodo, "issue" | "record">>,
): TrackingIssue => {
  const now = todos.map((one) => {
    const own = written.get(one.todo.id);
    if (!own) return one;
    const isClaimed = claimOf(own.record.state) !== null;
    const { record } = own;
    return desiredOf(
      { ...one, seen: { ...own, claim: isClaimed ? "live" : null } },
      { ...one, record, held: isClaimed },
    );
  });
  return { ...tracking, text: trackingText(now, { ...told, record: tracking.record }) };
};

/** On which bases a proof of these heads was begun, the last ones. */
const begunProof = (
  { landing: known }: TrackingRecord,
  landing: LandingState | undefined,
): Pick<TrackingRecord, "landing"> => {
  if (landing?.kind !== "unproven" || landing.entry === null) return {};
  const { of, base } = landing;
  const before = known?.of === of ? known.bases.filter((one) => one !== base) : [];
  return { landing: { of, bases: [...before, base].slice(-maxProofs) } };
};

/** What landed with a proof; `undefined` where nobody asked for one. */
const landedBy = (landing: LandingState | undefined): TrackingRecord["landed"] => {
  const tree = landing?.kind === "passed" ? landing.trees.at(-1) : undefined;
  if (landing?.kind !== "passed" || tree === undefined) return undefined;
  const { heads, base, isFlaky, isOutdated } = landing;
  return { todos: heads.length, base, tree, isFlaky, isOutdated };
};

/** Remembers which comments were answered, and leaves the rest of a closed plan's tracking issue alone. */
export const inboxChanges = (snapshot: Snapshot): Change[] => {
  const { tracking } = snapshot;
  if (!tracking) return [];
  const record = withInbox(tracking.record, snapshot);
  if (isRead(tracking.record.inbox, record.inbox)) return [];
  const { number, title, text, open } = tracking.issue;
  const issue = { title, text, record, open };
  return [{ type: "write-tracking", why: "comments were answered", number, tracking: issue }];
};

/** A run of version 1 that holds a todo reads the tracking record, too. */
const versionFor = (todos: readonly DesiredTodo[]): TrackingRecord["v"] =>
  todos.some(({ held, record }) => held && claimOf(record.state)?.reads === 1) ? 1 : recordVersion;

const withInbox = (record: TrackingRecord, { inbox }: Snapshot): TrackingRecord =>
  inbox ? { ...record, inbox } : record;

/** How far comments were read is written along with something else: reading a few again asks for nothing. */
const isRead = (written: Inbox, now: Inbox): boolean =>
  written.answered.join() === now.answered.join() &&
  written.refused.join() === now.refused.join() &&
  written.waiting.map(({ comment }) => comment).join() === now.waiting.map(({ comment }) => comment).join();
