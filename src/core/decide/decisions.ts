import { cut } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import { recordVersion, statusBefore, type TodoRecord } from "../snapshot/record.ts";
import { closed } from "../verdict/findings.ts";
import { askOf } from "../verdict/verdict.ts";
import type { ChangeOf } from "./change.ts";
import { fixText } from "./texts.ts";

/*
 * What people decide, as what it makes of a todo's record. None of these may be written while a run holds the todo.
 */

/** A person's approval of a head: it overrides the reviewer, and the record says whose it is. */
export const approveBy = (record: TodoRecord, { by, head }: { by: string; head: string }): TodoRecord => {
  const round = record.rounds + 1;
  return {
    ...record,
    status: "approved",
    blocked: null,
    failed: 0,
    lost: 0,
    resume: null,
    head,
    rounds: round,
    forgiven: record.forgiven + 1,
    verdict: { commit: head, approved: true, round, rules: [], by, person: true },
    asks: record.asks.filter(({ kind }) => kind === "todo"),
    findings: record.findings.map(closed),
  };
};

/**
 * A person's wish for a change: the issue to open, beside whatever a run does to the todo. Orchestrate sends the
 * todo back to its agent when it sees it, an approved or blocked one too.
 */
export const askChanges = (
  record: TodoRecord,
  { what, by, issue }: { what: string; by: string /** Number of the todo's issue. */; issue: number },
): ChangeOf<"create-fix"> => {
  const title = cut(what.trim().split("\n")[0] ?? "", 200) || "Change it";
  const ask = askOf({ cause: "person", title, body: what });
  const { plan, todo, rounds, claim, pull } = record;
  const round = rounds + (claim ? 1 : 0);
  return {
    type: "create-fix",
    why: `${by} asks for it`,
    todo,
    title: ask.title,
    text: fixText(ask, issue, pull),
    record: { v: recordVersion, kind: "fix", plan, todo, key: ask.key, cause: "person", round },
  };
};

/** New attempts and rounds for a blocked todo; one that was approved is reviewed again, since a person says so. */
export const retried = (record: TodoRecord): TodoRecord => ({
  ...record,
  ...(isApprovedAtHead(record)
    ? { status: "review", verdict: null, asks: [] }
    : { status: isReviewNext(record) ? "review" : statusBefore(record) }),
  blocked: null,
  wants: [],
  failed: 0,
  lost: 0,
  forgiven: record.rounds,
  findings: record.findings.map((one) => ({ ...one, running: 0 })),
});

const isApprovedAtHead = ({ pull, head, verdict }: TodoRecord): boolean =>
  pull !== null && verdict?.approved === true && verdict.commit === head;

/** Nobody has reviewed its head, and its agent has done what was asked, or nothing is asked of it. */
const isReviewNext = ({ pull, head, resume, checked, verdict, asks }: TodoRecord): boolean => {
  if (pull === null || (verdict !== null && verdict.commit === head)) return false;
  return asks.length === 0 || (resume === null && checked !== null && checked.commit === head);
};

/** `rounds` reviews in all for this todo, whatever the plan's limit; when its rounds had blocked it, it goes on. */
export const withRounds = (
  record: TodoRecord,
  { rounds, limits }: { rounds: number } & Pick<Plan, "limits">,
): TodoRecord => {
  const { status, verdict } = record;
  const allowed = { ...record, forgiven: rounds - limits.rounds };
  const isWornOut = status === "blocked" && verdict?.approved === false && verdict.round === record.rounds;
  return isWornOut && record.rounds < rounds ? { ...retried(record), forgiven: allowed.forgiven } : allowed;
};
