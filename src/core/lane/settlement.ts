import type { GateResult } from "../../gates/result.ts";
import type { Role } from "../account/account.ts";
import type { ProgramTrouble } from "../account/trouble.ts";
import { isFailure, isOnlyOversized, linesIn } from "../gate-outcome.ts";
import { cut, cutMiddle } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import { repositoryPaths } from "../repository-path.ts";
import { conflictAsk } from "../todo/conflict.ts";
import type { TodoEvent } from "../todo/event.ts";
import { mayBeCut } from "../todo/parts.ts";
import { type Failure, maxOffered, maxSaid, pathGates, type ReasonOf } from "../todo/reasons.ts";
import type { TodoRecord } from "../todo/record.ts";
import { type Ask, askOf, type Judgement, type Verdict } from "../verdict/verdict.ts";
import { checkedAt } from "./checked.ts";
import type { Entry } from "./handoff.ts";
import { judgedUnder } from "./judged-under.ts";
import { maxExcuses, troubleEvent } from "./troubled.ts";
import type { Unattributed } from "./unattributed.ts";
import type { ForgeExcuse } from "./work.ts";

/** How a lane ended: exactly one of these is settled for each claim. */
export type LaneResult =
  /** The agent or a step failed: it may be tried again. */
  | { readonly kind: "failed"; readonly reason: string }
  /** The run was cut off on purpose (Ctrl-C, cancelled): no fault of the agent's. */
  | { readonly kind: "interrupted" }
  /** Something kept a program from its work that is no fault of its agent's. */
  | { readonly kind: "troubled"; readonly role: Role; readonly trouble: ProgramTrouble }
  /** The forge could not be reached, or its limit was. */
  | { readonly kind: "held-up"; readonly excuse: ForgeExcuse }
  /** No reviewer may judge now: the accounts of all are held. */
  | { readonly kind: "unreviewed" }
  /** A step broke off for what only a person can mend: the machine, a right, a setting. */
  | { readonly kind: "misconfigured"; readonly reason: string }
  /** The agent says that it cannot go on without a person, or without paths that its body does not own. */
  | { readonly kind: "blocked"; readonly reason: string; readonly wants: readonly string[] }
  /** The repository changed while its programs ran, and nothing kept them from it. */
  | ({ readonly kind: "unattributed" } & Unattributed)
  /** The agent changed nothing of what there is; `wishes` are what people asked for in issues of their own. */
  | { readonly kind: "nothing"; readonly summary: string; readonly wishes: readonly string[] }
  /** Gates failed after all fixes in the run, or at what a person has pushed; the work is kept at `head`. */
  | { readonly kind: "refused"; readonly head: string; readonly gates: readonly GateResult[] }
  /** The reviewer's verdict was not in its form, however often it was asked for. */
  | { readonly kind: "unreadable"; readonly reason: string }
  /** Its branch took in what is below it; `carried`: the approval that it had holds for what it is now. */
  | {
      readonly kind: "restacked";
      readonly head: string;
      readonly carried: boolean;
      /** What the gates said of a head that was found like that; empty when it had been judged before. */
      readonly gates: readonly GateResult[];
    }
  /** Its branch conflicts with what is below it. */
  | { readonly kind: "conflict"; readonly base: string }
  | {
      readonly kind: "reviewed";
      readonly head: string;
      readonly verdict: Verdict;
      readonly judgement: Judgement;
      readonly by: string;
      /** Whether the forge took the verdict as a formal review; it is posted before this is settled. */
      readonly formal: boolean;
      /** What the gates said of the head in this lane's review; empty when it had been judged before. */
      readonly gates: readonly GateResult[];
      /** What the agent said of the work that was judged; empty when it said nothing. */
      readonly answer: string;
    };

/** What a lane's end is to its todo; `now` is when it ended. */
export const eventOf = (
  result: LaneResult,
  record: TodoRecord,
  { plan, entry, now }: { plan: Plan; entry: Entry; now: Date },
): TodoEvent => {
  const { attempts, rounds } = plan.limits;
  switch (result.kind) {
    case "unreviewed":
      return { type: "unreviewed" };
    case "troubled":
      return troubleEvent(result, record, { plan, entry, now });
    case "held-up":
      return {
        ...{ type: "excused", excuse: result.excuse.why, said: quoted(result.excuse.said) },
        ...{ hold: null, most: maxExcuses },
      };
    case "interrupted":
      return { type: "cut-off" };
    case "failed":
      return { type: "failed", attempts, failure: { kind: "broken", said: quoted(result.reason) } };
    case "nothing":
      return record.pull === null
        ? { type: "failed", attempts, failure: { kind: "unchanged", said: quoted(result.summary) } }
        : { type: "unchanged", said: result.summary, wishes: result.wishes };
    case "restacked":
      return result.carried
        ? { type: "carried", head: result.head, judged: judgedBy(result) }
        : { type: "unreviewed" };
    case "conflict":
      return { type: "conflicted", ask: conflictAsk(entry.base, entry.head, mergedAs(entry)), rounds };
    case "refused":
      if (isOversized(result, record, { plan, entry })) return { type: "oversized", head: result.head };
      return { ...refused(result, attempts), ...(entry.kind === "restack" ? { isRestack: true } : {}) };
    case "blocked":
      return { type: "stopped", reason: askOfAgent(result) };
    case "misconfigured":
      return { type: "stopped", reason: { code: "set-up", said: quoted(result.reason) } };
    case "unattributed": {
      const { changes, todos } = result;
      return { type: "stopped", reason: { code: "unattributed", changes, todos } };
    }
    case "unreadable":
      return {
        type: "stopped",
        reason: { code: "unreadable", said: cut(result.reason.replace(/\s+/g, " "), 1500) },
      };
    case "reviewed":
      return reviewed(result, record, { plan, entry });
    default:
      return result satisfies never;
  }
};

const mergedAs = (entry: Entry): string | null => (entry.kind === "restack" ? entry.mergeBase : null);

const quoted = (text: string): string => cutMiddle(text, maxSaid);

const askOfAgent = ({
  reason,
  wants,
}: Extract<LaneResult, { kind: "blocked" }>): ReasonOf<"agent-asks" | "paths-wanted"> =>
  wants.length === 0
    ? { code: "agent-asks", said: quoted(reason) }
    : { code: "paths-wanted", paths: [...wants] };

const refused = ({ head, gates }: Extract<LaneResult, { kind: "refused" }>, attempts: number): TodoEvent => {
  if (gates.every((gate) => !isFailure(gate) || (gate.kind === "failed" && ofCommits.has(gate.name))))
    return { type: "stopped", reason: { code: "commits-of-others", said: quoted(messages(gates)) } };
  return { type: "refused", head, attempts, ask: gateAsk(gates), gates: failureOf(gates) };
};

/** Whether it is only too large, and the plan has it cut then; what no cut was found for goes to its agent. */
const isOversized = (
  { gates }: Extract<LaneResult, { kind: "refused" }>,
  record: TodoRecord,
  { plan, entry }: { plan: Plan; entry: Entry },
): boolean =>
  entry.kind === "work" && plan.oversized === "split" && mayBeCut(record) && isOnlyOversized(gates);

/** Gates on commits that have been published: only who made them can mend those. */
const ofCommits: ReadonlySet<string> = new Set(["dco", "signature"]);

const messages = (gates: readonly GateResult[]): string =>
  gates
    .filter(isFailure)
    .map(({ name, message }) => `${name}: ${message}`)
    .join("\n");

const failing = (gates: readonly GateResult[]): string[] => gates.filter(isFailure).map(({ name }) => name);

const failureOf = (gates: readonly GateResult[]): Failure & { kind: "gates" } => {
  const paths = grantable(gates);
  return {
    ...{ kind: "gates", gates: failing(gates), said: quoted(messages(gates)) },
    ...(paths.length > 0 ? { paths } : {}),
  };
};

/** The paths that fail, where a person can open all of them. */
const grantable = (gates: readonly GateResult[]): string[] => {
  const paths = gates
    .filter(isFailure)
    .flatMap(({ name, evidence }) => (pathGates.has(name) && evidence.of === "paths" ? evidence.paths : []));
  const { data = [] } = repositoryPaths.max(maxOffered).safeParse([...new Set(paths)]);
  return data.some((path) => path.includes("*")) ? [] : data;
};

const gateAsk = (gates: readonly GateResult[]): Ask =>
  askOf({
    cause: "gate",
    title: `Make the gates pass: ${failing(gates).join(", ")}`,
    body: gates
      .filter(isFailure)
      .map(({ name, message }) => `- **${name}**: ${message}`)
      .join("\n"),
  });

/** What the gates that ran in a lane's review found out. */
const judgedBy = ({ head, gates }: { head: string; gates: readonly GateResult[] }) => {
  const lines = linesIn(gates);
  return {
    ...(gates.length > 0 ? { checked: checkedAt(head, gates) } : {}),
    ...(lines === null ? {} : { lines }),
  };
};

const reviewed = (
  { head, judgement, by, formal, gates, answer }: Extract<LaneResult, { kind: "reviewed" }>,
  record: TodoRecord,
  { plan, entry }: { plan: Plan; entry: Entry },
): TodoEvent => {
  const { rounds } = plan.limits;
  const { approved, confirmed, asks, points } = judgement;
  const round = record.rounds + 1;
  return {
    type: "reviewed",
    decision: {
      ...{ commit: head, approved, round, rules: [...confirmed], by, person: false },
      ...{ under: judgedUnder(plan, entry), on: record.rested?.commit },
      ...(formal ? {} : { informal: true as const }),
    },
    judged: judgedBy({ head, gates }),
    ...{ asks, points, answer, rounds },
  };
};
