import type { GateResult } from "../../gates/gate.ts";
import { count } from "../count.ts";
import { cut, cutMiddle } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import { mostRecordedAsks, statusBefore, type TodoRecord } from "../snapshot/record.ts";
import { disputeOf, unchangedOf } from "../verdict/dispute.ts";
import { track } from "../verdict/findings.ts";
import { type Ask, askOf, type Judgement, type Verdict } from "../verdict/verdict.ts";
import { checkedAt } from "./checked.ts";
import { type Unattributed, unattributedText } from "./unattributed.ts";

/** How a lane ended: exactly one of these is settled for each claim. */
export type LaneResult =
  /** The agent or a step failed: it may be tried again. */
  | { readonly kind: "failed"; readonly reason: string }
  /** The run was cut off on purpose (Ctrl-C, cancelled): no fault of the agent's. */
  | { readonly kind: "interrupted" }
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

/** The todo's record after a lane: released, with what was learned. */
export const settled = (
  record: TodoRecord,
  result: LaneResult,
  { limits }: Pick<Plan, "limits">,
): TodoRecord => {
  const released = { ...record, claim: null };
  switch (result.kind) {
    case "interrupted":
      return { ...released, status: backFrom(record), lost: record.lost + 1 };
    case "failed":
      return failed(released, result.reason, limits.attempts);
    case "nothing":
      return record.pull === null
        ? failed(released, `the agent changed nothing: ${result.summary}`, limits.attempts)
        : unchanged(released, result);
    case "refused":
      return refused(released, result, limits.attempts);
    case "blocked":
      return asking(released, result);
    case "unattributed":
      return blocked(released, unattributedText(result));
    case "unreadable":
      return blocked(
        released,
        `the reviewer's verdict cannot be taken, after it was asked again: ${cut(result.reason.replace(/\s+/g, " "), 1500)}: comment \`/milepost retry\` to have it asked once more`,
      );
    case "reviewed":
      return reviewed(released, result, limits.rounds);
    default:
      return result satisfies never;
  }
};

const backFrom = (record: TodoRecord): TodoRecord["status"] =>
  record.status === "working" ? statusBefore(record) : record.status;

const blocked = (record: TodoRecord, reason: string): TodoRecord => ({
  ...record,
  status: "blocked",
  blocked: cutMiddle(reason, 2000),
});

/** Neither its agent nor its reviewer will say more of a head that stays as it is. */
const unchanged = (
  record: TodoRecord,
  { summary, wishes }: Extract<LaneResult, { kind: "nothing" }>,
): TodoRecord => ({
  ...blocked(record, unchangedOf(record, { said: summary, wishes })),
  answers: answered(record, summary),
});

const asking = (
  record: TodoRecord,
  { reason, wants }: Extract<LaneResult, { kind: "blocked" }>,
): TodoRecord =>
  wants.length === 0
    ? blocked(record, `the agent asks for a person: ${reason}`)
    : {
        ...blocked(record, `the agent asks for paths that its body does not own: ${wants.join(", ")}`),
        wants: [...wants],
      };

const failed = (record: TodoRecord, reason: string, attempts: number): TodoRecord => {
  const counted = { ...record, failed: record.failed + 1, status: backFrom(record) };
  return counted.failed < attempts
    ? counted
    : blocked(counted, `${count(counted.failed, "attempt")} failed; ${reason}`);
};

const refused = (
  record: TodoRecord,
  { head, gates }: Extract<LaneResult, { kind: "refused" }>,
  attempts: number,
): TodoRecord => {
  const kept = record.asks.filter(({ cause }) => cause !== "gate");
  const asks = [...kept, gateAsk(gates)].slice(-mostRecordedAsks);
  const sentBack = { ...record, resume: head, asks, status: "changes" as const };
  if (gates.every((gate) => gate.ok || gate.level === "warning" || ofCommits.has(gate.name))) {
    return blocked(record, `the commits of others are not as the gates want them\n${messages(gates)}`);
  }
  // In its review a head is refused that a person has pushed: that is no attempt of the agent's.
  if (record.status === "review") return sentBack;
  return failed(sentBack, `gates do not pass: ${failing(gates).join(", ")}\n${messages(gates)}`, attempts);
};

/** Gates on commits that have been published: only who made them can mend those. */
const ofCommits: ReadonlySet<string> = new Set(["dco", "signature"]);

const isFailure = ({ ok, level }: GateResult): boolean => !ok && level === "error";

const messages = (gates: readonly GateResult[]): string =>
  gates
    .filter(isFailure)
    .map(({ name, message }) => `${name}: ${message}`)
    .join("\n");

const failing = (gates: readonly GateResult[]): string[] => gates.filter(isFailure).map(({ name }) => name);

const gateAsk = (gates: readonly GateResult[]): Ask =>
  askOf({
    cause: "gate",
    title: `Make the gates pass: ${failing(gates).join(", ")}`,
    body: gates
      .filter(isFailure)
      .map(({ name, message }) => `- **${name}**: ${message}`)
      .join("\n"),
  });

const reviewed = (
  record: TodoRecord,
  result: Extract<LaneResult, { kind: "reviewed" }>,
  rounds: number,
): TodoRecord => {
  const next = judged(record, result);
  if (result.judgement.approved) return { ...next, status: "approved", blocked: null };
  const question = disputeOf(next, rounds);
  return question === null ? { ...next, status: "changes" } : blocked(next, question);
};

const judged = (
  record: TodoRecord,
  { head, judgement, by, formal, gates, answer }: Extract<LaneResult, { kind: "reviewed" }>,
): TodoRecord => {
  const round = record.rounds + 1;
  const { approved } = judgement;
  const wishes = approved ? [] : record.asks.filter(({ cause }) => cause === "person");
  return {
    ...record,
    rounds: round,
    failed: 0,
    lost: 0,
    resume: null,
    head,
    ...(gates.length > 0 ? { checked: checkedAt(head, gates) } : {}),
    lines: gates.find(({ name }) => name === "size")?.lines ?? record.lines,
    verdict: {
      ...{ commit: head, approved, round, rules: [...judgement.confirmed], by, person: false },
      ...(formal ? {} : { informal: true as const }),
    },
    asks: [...wishes, ...judgement.asks].slice(0, mostRecordedAsks),
    findings: track(record.findings, judgement.points, round),
    answers: answered(record, answer),
  };
};

/** What the agent said of its work, with the round that it is about. */
const answered = ({ answers, rounds }: TodoRecord, said: string): TodoRecord["answers"] => {
  const text = cut(said.trim(), 400);
  return [...answers, ...(text === "" ? [] : [{ round: rounds + 1, text }])].slice(-5);
};
