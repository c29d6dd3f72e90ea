import { count } from "../count.ts";
import { isDone, isSkipped, type Wanted } from "../decide/mend.ts";
import { inOrder } from "../in-order.ts";
import { gatesThatRun, isChecked } from "../lane/checked.ts";
import type { Plan } from "../plan/plan.ts";
import type { Evidence, SeenPull, Snapshot } from "../snapshot/snapshot.ts";
import { unconfirmed } from "../verdict/rules.ts";

/** One of the six conditions under which a milestone closes, with what proves it or is missing. */
export interface Criterion {
  readonly name: "todos" | "verdicts" | "pulls" | "rules" | "checks" | "follow-ups";
  readonly ok: boolean;
  readonly evidence: string;
}

/** Holds the plan's work against the six criteria of design.md, section 8. */
export const criteria = (wanted: readonly Wanted[], plan: Plan, snapshot: Snapshot): Criterion[] => {
  const counted = inOrder(
    wanted.filter(({ record }) => !record.removed),
    ({ todo }) => todo.order,
  );
  const worked = counted.filter((one) => !isSkipped(one));
  return [
    todosClosed(counted),
    headsApproved(worked),
    pullsReady(worked, plan, snapshot.evidence),
    rulesConfirmed(worked, plan),
    checksPassed(worked, plan),
    nothingOpen(worked, snapshot),
  ];
};

const named = (wanted: readonly Wanted[]): string => wanted.map(({ todo }) => todo.order).join(", ");

const todosClosed = (counted: readonly Wanted[]): Criterion => {
  const open = counted.filter((one) => !isDone(one) || one.open);
  const skipped = counted.filter(isSkipped);
  return {
    name: "todos",
    ok: open.length === 0,
    evidence:
      open.length === 0
        ? `${counted.length - skipped.length} of ${count(counted.length, "todo is", "todos are")} closed as completed${skippedText(skipped)}`
        : `not closed: ${named(open)}`,
  };
};

/** Who skipped a todo and why, where a command said so; whoever closed an issue by hand did not. */
const skippedText = (skipped: readonly Wanted[]): string =>
  skipped.length === 0 ? "" : `; skipped by a person: ${skipped.map(skipText).join("; ")}`;

const skipText = ({ todo, record }: Wanted): string =>
  record.skipped === null
    ? `${todo.order} (its issue was closed as not planned)`
    : `${todo.order} (${record.skipped})`;

const headsApproved = (worked: readonly Wanted[]): Criterion => {
  const missing = worked.filter(
    ({ record, pull }) => !record.verdict?.approved || record.verdict.commit !== pull?.head,
  );
  return {
    name: "verdicts",
    ok: missing.length === 0,
    evidence:
      missing.length === 0
        ? `${worked
            .map(({ todo, record }) => `${todo.order} at ${record.verdict?.commit.slice(0, 10)}`)
            .join(", ")}${informal(worked)}`
        : `no verdict for the head of: ${named(missing)}`,
  };
};

/** Verdicts that the forge took as comments alone: they count here, and open no branch that asks for approvals. */
const informal = (worked: readonly Wanted[]): string => {
  const comments = worked.filter(({ record }) => record.verdict?.informal);
  if (comments.length === 0) return "";
  return `; not formal, since nobody may approve their own pull request: ${named(comments)} (a second identity mends that)`;
};

const pullsReady = (worked: readonly Wanted[], plan: Plan, evidence: Snapshot["evidence"]): Criterion => {
  const isUnread = (pull: SeenPull | null): boolean =>
    plan.merge === "manual" && pull?.state === "open" && evidence === null;
  const isReady = (pull: SeenPull | null): boolean =>
    pull?.state === "merged" ||
    (plan.merge === "manual" && pull?.state === "open" && isMergeable(evidence?.get(pull.number)));
  const waiting = worked.filter(({ pull }) => !isReady(pull) && !isUnread(pull));
  const unread = worked.filter(({ pull }) => isUnread(pull));
  const listed = (): string =>
    worked.map(({ todo, pull }) => `${todo.order} #${pull?.number} ${pull?.state}`).join(", ");
  return {
    name: "pulls",
    ok: waiting.length === 0 && unread.length === 0,
    evidence:
      waiting.length > 0
        ? `neither merged nor mergeable: ${waiting.map((one) => nameWithDraft(one, evidence)).join(", ")}`
        : unread.length > 0
          ? "whether they can be merged is read when all todos are done"
          : `in submission order: ${listed()}`,
  };
};

const isMergeable = (evidence: Evidence | undefined): boolean =>
  evidence?.mergeable === true && !evidence.draft;

const nameWithDraft = ({ todo, pull }: Wanted, evidence: Snapshot["evidence"]): string =>
  evidence?.get(pull?.number ?? 0)?.draft ? `${todo.order} (#${pull?.number} is a draft)` : todo.order;

const rulesConfirmed = (worked: readonly Wanted[], plan: Plan): Criterion => {
  const overruled = worked.filter(isOverruled);
  const missing = worked.filter(
    (one) => !isOverruled(one) && unconfirmed(plan.rules, one.record.verdict?.rules ?? []).length > 0,
  );
  const people = overruled.map(({ todo, record }) => `${todo.order} by ${record.verdict?.by}`).join(", ");
  const verdicts = worked.length - overruled.length;
  return {
    name: "rules",
    ok: missing.length === 0,
    evidence:
      missing.length === 0
        ? `${confirmedText(plan.rules.length, verdicts)}${people && `; approved by people: ${people}`}`
        : `not every rule is confirmed for: ${named(missing)}`,
  };
};

const confirmedText = (rules: number, verdicts: number): string => {
  if (rules === 0) return "the plan has no rules";
  if (verdicts === 0) return `there is no reviewer's verdict to confirm ${count(rules, "rule")}`;
  return `${count(rules, "rule")} confirmed by ${verdicts === 1 ? "the verdict" : `each of ${verdicts} verdicts`}`;
};

const isOverruled = ({ record }: Wanted): boolean => record.verdict?.person === true;

const checksPassed = (worked: readonly Wanted[], plan: Plan): Criterion => {
  const isAsked = gatesThatRun(plan).length > 0;
  const missing = isAsked ? worked.filter(({ record, pull }) => !isChecked(record, pull?.head, plan)) : [];
  return {
    name: "checks",
    ok: missing.length === 0,
    evidence: missing.length === 0 ? passedText(gatesPassed(worked)) : `not passed: ${named(missing)}`,
  };
};

const passedText = (gates: string): string =>
  gates === "" ? "there was nothing to check" : `passed at each head: ${gates}`;

const gatesPassed = (worked: readonly Wanted[]): string => {
  const passed = new Set<string>();
  for (const { record } of worked) for (const gate of record.checked?.gates ?? []) passed.add(gate);
  return [...passed].join(", ");
};

const nothingOpen = (worked: readonly Wanted[], { fixes, evidence }: Snapshot): Criterion => {
  const open = fixes.filter(({ issue }) => issue.open).map(({ issue }) => `#${issue.number}`);
  const threads = worked.flatMap(({ pull }) => threadsOf(pull, evidence));
  const left = [...open, ...threads];
  const isRead = evidence !== null || worked.length === 0;
  const closed =
    fixes.length === 0
      ? "none was opened; no review thread is unresolved"
      : `${count(fixes.length, "follow-up")} opened, all closed; no review thread is unresolved`;
  return {
    name: "follow-ups",
    ok: left.length === 0 && isRead,
    evidence:
      left.length > 0
        ? `open: ${left.join(", ")}`
        : isRead
          ? closed
          : "threads are read when all todos are done",
  };
};

const threadsOf = (pull: SeenPull | null, evidence: ReadonlyMap<number, Evidence> | null): string[] => {
  const unresolved = pull ? (evidence?.get(pull.number)?.unresolvedThreads ?? 0) : 0;
  return unresolved > 0 ? [`${count(unresolved, "thread")} of #${pull?.number}`] : [];
};
