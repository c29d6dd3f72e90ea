import type { CiLook } from "../ci/look.ts";
import { ciStateText } from "../ci/text.ts";
import { count } from "../count.ts";
import { indexOf } from "../decide/base.ts";
import { restacksIn, updatesIn } from "../decide/restack.ts";
import { groupBy } from "../group.ts";
import { inOrder } from "../in-order.ts";
import { gatesThatRun, isChecked } from "../lane/checked.ts";
import type { Plan } from "../plan/plan.ts";
import type { LandingState } from "../proof/landing.ts";
import type { TrackingRecord } from "../snapshot/record.ts";
import type { Evidence, SeenPull, Snapshot } from "../snapshot/snapshot.ts";
import { type DesiredTodo, isDone, isUnwanted } from "../todo/desired.ts";
import { isInPlan, isLeft, leftState } from "../todo/left.ts";
import { type Decision, decisionOn } from "../todo/state.ts";
import { unconfirmed } from "../verdict/rules.ts";
import { followUpCounts } from "./follow-up-counts.ts";
import { landedText, landingText } from "./landing-text.ts";

/** One of the six conditions under which a milestone closes, with what proves it or is missing. */
export interface Criterion {
  readonly name: "todos" | "verdicts" | "pulls" | "rules" | "checks" | "follow-ups";
  readonly ok: boolean;
  readonly evidence: string;
}

/** What is known of what lands, and of the repository's own CI; nothing where nobody asks. */
interface Proved {
  readonly landing?: LandingState | undefined;
  readonly ci?: CiLook | undefined;
}

/** Holds the plan's work against the six criteria under which its milestone closes. */
export const criteria = (
  wanted: readonly DesiredTodo[],
  plan: Plan,
  snapshot: Snapshot,
  { landing, ci }: Proved = {},
): Criterion[] => {
  const counted = inOrder(wanted.filter(isInPlan), ({ todo }) => todo.order);
  const worked = counted.filter((one) => !isUnwanted(one));
  const { lacking } = restacksIn(wanted, indexOf(wanted), plan, updatesIn({ ci }));
  return [
    todosClosed(counted, wanted.filter(isLeft)),
    headsApproved(worked),
    pullsReady(worked, plan, { evidence: snapshot.evidence, lacking }),
    rulesConfirmed(worked, plan),
    checksPassed(worked, plan, { landing: landing ?? landedIn(snapshot), ci }),
    nothingOpen(counted, snapshot),
  ];
};

const named = (wanted: readonly DesiredTodo[]): string => wanted.map(({ todo }) => todo.order).join(", ");

const todosClosed = (counted: readonly DesiredTodo[], left: readonly DesiredTodo[]): Criterion => {
  const open = counted.filter((one) => !isDone(one));
  const skipped = counted.filter(isUnwanted);
  const lost = left.length === 0 ? "" : `; ${leftState}, and begun: ${named(left)}`;
  return {
    name: "todos",
    ok: open.length === 0 && left.length === 0,
    evidence:
      open.length === 0
        ? `${counted.length - skipped.length} of ${count(counted.length, "todo is", "todos are")} closed as completed${skippedText(skipped)}${lost}`
        : `not closed: ${named(open)}${lost}`,
  };
};

/** Who skipped a todo and why, where a command said so; whoever closed an issue by hand did not. */
const skippedText = (skipped: readonly DesiredTodo[]): string =>
  skipped.length === 0 ? "" : `; skipped by a person: ${skipped.map(skipText).join("; ")}`;

const skipText = ({ todo, record: { state } }: DesiredTodo): string =>
  state.status === "skipped" && state.why !== null
    ? `${todo.order} (${state.why})`
    : `${todo.order} (its issue was closed as not planned)`;

const headsApproved = (worked: readonly DesiredTodo[]): Criterion => {
  const missing = worked.filter((one) => {
    const decision = decisionIn(one);
    return !decision?.approved || decision.commit !== one.pull?.head;
  });
  return {
    name: "verdicts",
    ok: missing.length === 0,
    evidence:
      missing.length === 0
        ? `${worked
            .map((one) => `${one.todo.order} at ${decisionIn(one)?.commit.slice(0, 10)}`)
            .join(", ")}${informal(worked)}`
        : `no verdict for the head of: ${named(missing)}`,
  };
};

/** Verdicts that the forge took as comments alone: they count here, and open no branch that asks for approvals. */
const informal = (worked: readonly DesiredTodo[]): string => {
  const comments = worked.filter((one) => decisionIn(one)?.informal);
  if (comments.length === 0) return "";
  return `; not formal, since nobody may approve their own pull request: ${named(comments)} (a second identity mends that)`;
};

const pullsReady = (
  worked: readonly DesiredTodo[],
  plan: Plan,
  { evidence, lacking }: Pick<Snapshot, "evidence"> & { lacking: ReadonlySet<string> },
): Criterion => {
  const isUnread = (pull: SeenPull | null): boolean =>
    plan.merge === "manual" && pull?.state === "open" && evidence === null;
  const isReady = (pull: SeenPull | null): boolean =>
    pull?.state === "merged" ||
    (plan.merge === "manual" && pull?.state === "open" && isMergeable(evidence?.get(pull.number)));
  const waiting = worked.filter(({ pull }) => !isReady(pull) && !isUnread(pull));
  const unread = worked.filter(({ pull }) => isUnread(pull));
  const stale = worked.filter(({ todo }) => lacking.has(todo.id));
  const listed = (): string =>
    worked.map(({ todo, pull }) => `${todo.order} #${pull?.number} ${pull?.state}`).join(", ");
  return {
    name: "pulls",
    ok: waiting.length === 0 && unread.length === 0 && stale.length === 0,
    evidence:
      stale.length > 0
        ? `lacking something of what they rest on: ${named(stale)}`
        : waiting.length > 0
          ? `neither merged nor mergeable: ${waiting.map((one) => nameWithDraft(one, evidence)).join(", ")}`
          : unread.length > 0
            ? "whether they can be merged is read when all todos are done"
            : `in submission order: ${listed()}`,
  };
};

const isMergeable = (evidence: Evidence | undefined): boolean =>
  evidence?.mergeable === true && !evidence.draft;

const nameWithDraft = ({ todo, pull }: DesiredTodo, evidence: Snapshot["evidence"]): string =>
  evidence?.get(pull?.number ?? 0)?.draft ? `${todo.order} (#${pull?.number} is a draft)` : todo.order;

const rulesConfirmed = (worked: readonly DesiredTodo[], plan: Plan): Criterion => {
  const overruled = worked.filter(isOverruled);
  const missing = worked.filter(
    (one) => !isOverruled(one) && unconfirmed(plan.rules, decisionIn(one)?.rules ?? []).length > 0,
  );
  const people = overruled.map((one) => `${one.todo.order} by ${decisionIn(one)?.by}`).join(", ");
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

const isOverruled = (one: DesiredTodo): boolean => decisionIn(one)?.person === true;

const decisionIn = ({ record }: DesiredTodo): Decision | null => decisionOn(record.state);

type Landed = NonNullable<TrackingRecord["landed"]>;

/** What a closed plan remembers of what landed. */
const landedIn = ({ milestone, tracking }: Snapshot): Landed | undefined =>
  milestone?.open === false ? tracking?.record.landed : undefined;

/** At each head, by the repository's own CI, and on what lands, where these are known. */
const checksPassed = (
  worked: readonly DesiredTodo[],
  plan: Plan,
  { landing, ci }: Pick<Proved, "ci"> & { readonly landing?: LandingState | Landed | undefined },
): Criterion => {
  const heads = withCi(headsPassed(worked, plan), worked, ci);
  if (!landing || !heads.ok) return heads;
  if (!("kind" in landing))
    return { ...heads, evidence: `${heads.evidence}; together: ${landedText(landing, plan)}` };
  const text = landingText(landing, plan);
  return landing.kind === "passed"
    ? { ...heads, evidence: `${heads.evidence}; together: ${text}` }
    : { ...heads, ok: false, evidence: `what lands: ${text}` };
};

/** What is merged was waited for before that. */
const withCi = (heads: Criterion, worked: readonly DesiredTodo[], ci: CiLook | undefined): Criterion => {
  const open = worked.filter(({ pull }) => pull?.state === "open");
  if (!ci || !heads.ok || open.length === 0) return heads;
  const said = open.map((one) => ({ one, state: ciAt(one, ci) }));
  const missing = said.filter(({ state }) => state?.kind !== "passed");
  const alike = groupBy(missing.length > 0 ? missing : said, ({ state }) =>
    state ? ciStateText(state) : "nobody looked",
  );
  const texts = [...alike].map(
    ([text, those]) => `${those.map(({ one }) => one.todo.order).join(", ")}: ${text}`,
  );
  const own = `by the repository's own CI: ${texts.join("; ")}`;
  return {
    ...heads,
    ok: missing.length === 0,
    evidence: missing.length > 0 ? own : `${heads.evidence}; ${own}`,
  };
};

const ciAt = ({ todo, pull }: DesiredTodo, { heads }: CiLook) => {
  const seen = heads.get(todo.id);
  return seen?.head === pull?.head ? seen?.state : undefined;
};

const headsPassed = (worked: readonly DesiredTodo[], plan: Plan): Criterion => {
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

const gatesPassed = (worked: readonly DesiredTodo[]): string => {
  const passed = new Set<string>();
  for (const { record } of worked) for (const gate of record.checked?.gates ?? []) passed.add(gate);
  return [...passed].join(", ");
};

const nothingOpen = (counted: readonly DesiredTodo[], { fixes, evidence }: Snapshot): Criterion => {
  const worked = counted.filter((one) => !isUnwanted(one));
  const open = fixes.filter(({ issue }) => issue.open).map(({ issue }) => `#${issue.number}`);
  const threads = worked.flatMap(({ pull }) => threadsOf(pull, evidence));
  const left = [...open, ...threads];
  const isRead = evidence !== null || worked.length === 0;
  const { opened } = followUpCounts(fixes, counted);
  const closed =
    opened === 0
      ? "none was opened; no review thread is unresolved"
      : `${count(opened, "follow-up")} opened, all closed; no review thread is unresolved`;
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
