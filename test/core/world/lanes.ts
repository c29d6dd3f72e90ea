import type { Cost } from "../../../src/core/cost/ledger.ts";
import {
  type Entry,
  headToReview,
  type Proposal,
  type Report,
  type Review,
} from "../../../src/core/lane/handoff.ts";
import { laneWork } from "../../../src/core/lane/work.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { Liveness } from "../../../src/core/snapshot/snapshot.ts";
import { decisionOn } from "../../../src/core/todo/state.ts";
import { transition } from "../../../src/core/todo/transition.ts";
import type { Verdict } from "../../../src/core/verdict/verdict.ts";
import type { Forge } from "../../../src/steps/ports.ts";
import { publishParts } from "../../../src/steps/publish-parts.ts";
import { readClaimed, writeRecord } from "../../../src/steps/record.ts";
import { settle } from "../../../src/steps/settle.ts";
import { read, told } from "../../gates/builders.ts";
import { nothingCarried } from "../../steps/nothing-carried.ts";
import { commit, type ForgeState, holds, isConflict, move } from "./forge.ts";
import type { Tape } from "./tape.ts";

/** How agents and reviewers behave; `chance` draws, and falls back on good behaviour when the tape is used up. */
export interface Manners {
  readonly agent: "chance" | "failing" | "idle" | "refused";
  readonly reviewer: "chance" | "stubborn" | "unreadable" | "greedy";
  /** Whether what only a person can undo may happen: an agent that is blocked or changes nothing after a review, an unreadable verdict. */
  readonly rough: boolean;
  /** Whether people do nothing but command. */
  readonly bossy: boolean;
  /** Whether it is checked now and then that a world in which nothing happens comes to rest. */
  readonly calm: boolean;
}

export const goodManners: Manners = {
  agent: "chance",
  reviewer: "chance",
  rough: false,
  bossy: false,
  calm: false,
};

type Stage = "merge" | "split" | "work" | "push" | "pull" | "record" | "review" | "settle";

/** One lane of a run, between two of its steps. */
export interface Lane {
  readonly entry: Entry;
  readonly run: string;
  stage: Stage;
  head: string;
  work: {
    report: Report | null;
    proposal: Proposal | null;
    review: Review | null;
    broken: string | null;
    heldBack?: boolean;
  };
}

const firstStage = { implement: "work", restack: "merge", split: "split", review: "review" } as const;

export const newLane = (entry: Entry, run: string): Lane => ({
  entry,
  run,
  stage: firstStage[entry.from],
  head: entry.head,
  work: { report: null, proposal: null, review: null, broken: null },
});

export interface LanePlace {
  readonly state: ForgeState;
  readonly forge: Forge;
  readonly tape: Tape;
  readonly plan: Plan;
  readonly manners: Manners;
  /** How often programs of a todo were paid, by todo. */
  readonly paid: Map<string, number>;
  /** What finished agents left, by todo: a later run of the same work does not pay twice. */
  readonly handOffs: Map<string, Report>;
  /** `todo commit` of every approval that counted. */
  readonly approvals: Set<string>;
}

/** Takes a lane one step on; `true` when it has settled. */
export const advance = async (lane: Lane, place: LanePlace): Promise<boolean> => {
  if (lane.stage === "settle") {
    await end(lane, place);
    return true;
  }
  try {
    lane.stage = await next(lane.stage, lane, place);
  } catch (error) {
    lane.work.broken = String(error);
    lane.stage = "settle";
  }
  return false;
};

const next = async (stage: Exclude<Stage, "settle">, lane: Lane, place: LanePlace): Promise<Stage> => {
  switch (stage) {
    case "merge":
      return merge(lane, place);
    case "split":
      return await split(lane, place);
    case "work":
      return work(lane, place);
    case "push":
      return push(lane, place);
    case "pull":
      return await openPull(lane, place);
    case "record":
      return await record(lane, place);
    case "review":
      lane.work.review = review(lane, place);
      return "settle";
    default:
      return stage satisfies never;
  }
};

/** Takes in what is below; now and then the two conflict. */
const merge = (lane: Lane, { state, tape }: LanePlace): Stage => {
  const { head, baseSha } = lane.entry;
  if (isConflict(state, tape, [baseSha, head])) {
    lane.work.proposal = { kind: "conflict", paths: ["a.ts"] };
    return "settle";
  }
  lane.head = commit(state, [head, baseSha]);
  return "push";
};

/** What is too large is cut into two, or no cut is found. */
const split = async (lane: Lane, { state, forge, plan, tape }: LanePlace): Promise<Stage> => {
  const { entry } = lane;
  if (entry.kind !== "split") throw new Error("only a split is split");
  const gates = (ok: boolean) => [
    { kind: ok ? "passed" : "failed", name: "size", message: "", evidence: { of: "nothing" } } as const,
  ];
  if (tape.draw(3) === 0) {
    lane.work.proposal = { kind: "refused", work: entry.work, head: entry.work, gates: gates(false) };
    return "settle";
  }
  const first = commit(state, [entry.onto]);
  const second = commit(state, [first]);
  const of = { title: "Some", gates: gates(true), lines: 1 };
  const parts = [
    { ...of, head: first, base: entry.baseSha },
    { ...of, head: second, base: first },
  ];
  const { own } = await readClaimed(forge, entry);
  const publisher = publisherIn(state);
  const ports = { plan, forge, publisher, handOff: "", progress: () => undefined };
  const proposal = await publishParts(entry, { own, parts }, ports);
  lane.work.proposal = proposal;
  lane.head = first;
  return "review";
};

/** Pushes as `git push` with a lease does, and takes what it finds of a lane that was cut off for its own. */
const publisherIn = (state: ForgeState) => ({
  contains: async (sha: string, other: string) => holds(state, sha, other),
  fetch: async () => undefined,
  mergeInOrder: async () => ({ prefixes: [], conflict: null }),
  push: async (sha: string, branch: string, { expect }: { expect: string | null }) => {
    if ((state.branches.get(branch) ?? null) !== expect) throw new Error(`could not push ${branch}`);
    move(state, branch, sha);
  },
});

const outcomes = [
  ...(["done", "done", "done", "done", "done", "done"] as const),
  ...(["failed", "nothing-to-do", "refused", "interrupted", "broken", "blocked"] as const),
];

const work = (lane: Lane, place: LanePlace): Stage => {
  const { entry } = lane;
  const { state, handOffs } = place;
  const left = handOffs.get(entry.todo);
  const isThere = left && (left.start === entry.start || left.head === entry.head);
  if (isThere && left.round === entry.round && entry.fixes.every((fix) => left.fixes.includes(fix))) {
    lane.work.report = left;
    lane.head = left.head;
    return "push";
  }
  const outcome = outcomeOf(entry, place);
  const summary = outcome;
  const report = {
    round: entry.round,
    fixes: entry.fixes,
    start: entry.start,
    gates: [],
    wants: [],
    summary,
    costs: [pay(entry, place)],
  };
  if (outcome === "broken") {
    lane.work.broken = "a step broke off";
    return "settle";
  }
  if (outcome !== "done" && outcome !== "refused") {
    lane.work.report = { ...report, outcome, head: entry.start, tree: entry.start };
    return headToReview(entry, lane.work.report, null) === null ? "settle" : "review";
  }
  lane.head = commit(state, [entry.start, ...(entry.fixes.length > 0 ? [entry.baseSha] : [])]);
  if (outcome === "refused") {
    const gates = [told("failed", "size", "too long")];
    lane.work.proposal = { kind: "refused", work: lane.head, head: lane.head, gates };
    return "settle";
  }
  lane.work.report = { ...report, outcome, head: lane.head, tree: lane.head };
  handOffs.set(entry.todo, lane.work.report);
  return "push";
};

/** The bill of a program that ran. */
export const pay = (
  { todo, claim }: Entry,
  { paid }: Pick<LanePlace, "paid">,
  step: "implement" | "review" = "implement",
): Cost => {
  const runs = (paid.get(todo) ?? 0) + 1;
  paid.set(todo, runs);
  return { bill: `${step} ${claim.slice(0, 12)} ${todo} ${runs}`, usage: null, milliseconds: 1 };
};

const outcomeOf = ({ pull }: Entry, { tape, manners }: LanePlace) => {
  switch (manners.agent) {
    case "failing":
      return "failed";
    case "idle":
      return "nothing-to-do";
    case "refused":
      return "refused";
    case "chance": {
      const outcome = tape.pick(outcomes) ?? "done";
      const needsPerson = outcome === "blocked" || (outcome === "nothing-to-do" && pull !== null);
      return needsPerson && !manners.rough ? "done" : outcome;
    }
    default:
      return manners.agent satisfies never;
  }
};

/** As `git push` with a lease: the branch must be where the lane thinks that it is. */
const push = (lane: Lane, { state }: LanePlace): Stage => {
  const { branch, head } = lane.entry;
  const at = state.branches.get(branch);
  if (at !== head && at !== lane.head) throw new Error(`could not push ${branch}`);
  if (at !== lane.head) move(state, branch, lane.head);
  return "pull";
};

const openPull = async (lane: Lane, { forge, tape }: LanePlace): Promise<Stage> => {
  if (lane.entry.kind === "restack") {
    const pull = lane.entry.pull ?? 0;
    lane.work.proposal = { kind: "restacked", pull, head: lane.head, lines: 1, carried: tape.draw(3) < 2 };
    return "record";
  }
  const { branch, base, pull: known } = lane.entry;
  const own = known === null ? null : await forge.getPull(known);
  const { pull } = await forge.openPull({
    ...{ own, branch, base, title: "", body: "", isNew: false },
  });
  if (pull.base !== base) await forge.retarget(pull.number, base);
  lane.work.proposal = { kind: "proposed", pull: pull.number, head: lane.head, lines: 1 };
  return "record";
};

const record = async (lane: Lane, { forge, state }: LanePlace): Promise<Stage> => {
  const { proposal } = lane.work;
  if (proposal?.kind === "restacked") return await recordRestack(lane, proposal, forge);
  if (proposal?.kind !== "proposed") throw new Error("a lane records what it did not propose");
  const { own, record } = await readClaimed(forge, lane.entry);
  const { head, pull, lines } = proposal;
  const checked = { commit: head, gates: ["size"], ran: [] };
  const billed = transition(record, { type: "billed", costs: lane.work.report?.costs ?? [] });
  const { base: of, baseSha } = lane.entry;
  const rested = holds(state, head, baseSha) ? { of, commit: baseSha, parts: lane.entry.parts ?? [] } : null;
  const next = transition(billed, {
    ...{ type: "proposed", pull, head, lines, checked },
    ...(rested ? { rested } : {}),
  });
  await writeRecord(forge, { own, record: next, open: true });
  return "review";
};

const recordRestack = async (
  { entry, work }: Lane,
  proposal: Extract<Proposal, { kind: "restacked" }>,
  forge: Forge,
): Promise<Stage> => {
  const { own, record } = await readClaimed(forge, entry);
  const { head, lines } = proposal;
  const verdict = decisionOn(record.state);
  const carried = proposal.carried && verdict?.approved === true && verdict.commit === entry.head;
  work.proposal = { ...proposal, carried };
  const next = transition(record, {
    ...{ type: "restacked", head, lines, checked: { commit: head, gates: ["size"], ran: [] } },
    rested: { of: entry.base, commit: entry.baseSha, parts: entry.parts ?? [] },
    isReviewed: !carried,
  });
  await writeRecord(forge, { own, record: next, open: true });
  const isReviewed = !carried && entry.kind === "restack" && !entry.isAsked;
  return isReviewed ? "review" : "settle";
};

const review = ({ head, entry }: Lane, place: LanePlace): Review => {
  const { tape, manners, plan } = place;
  const { round } = entry;
  const cost = { costs: [pay(entry, place, "review")] };
  const side = manners.reviewer === "chance" ? tape.draw(12) : 0;
  if (manners.reviewer === "unreadable" || (side === 11 && manners.rough))
    return { kind: "unreadable", head, reason: "no JSON", ...cost };
  if (side === 10) return { kind: "failed", head, reason: "the reviewer failed: exit code 1", ...cost };
  const verdict = verdictOf(side, { head, words: wordsOf(entry), plan, manners, tape });
  return { kind: "verdict", head, round, verdict, gates: [], ...cost };
};

/** Words that no other review uses: what is found again and again is a question to a person. */
const wordsOf = ({ claim }: Entry): string =>
  Array.from({ length: 20 }, (_, at) => `${claim.slice(-6)}x${at}`).join(" ");

const verdictOf = (
  side: number,
  {
    head,
    words,
    plan,
    manners,
    tape,
  }: Pick<LanePlace, "plan" | "manners" | "tape"> & {
    head: string;
    words: string;
  },
): Verdict => {
  const compliance = plan.rules.map((rule) => ({ rule, ok: true, note: "" }));
  const approval: Verdict = {
    decision: "approve",
    summary: words,
    commit: head,
    compliance,
    findings: [],
    followUps: [],
  };
  const ask = (kind: "fix" | "todo"): Verdict => ({
    ...approval,
    followUps: [
      {
        kind,
        title: `More ${tape.draw(3)}`,
        body: kind === "fix" ? words : "",
        for: tape.draw(2) === 1 ? "testing" : "docs",
      },
    ],
  });
  const finding = { path: "a.ts", line: 1, body: words, severity: "blocking" as const };
  if (manners.reviewer === "stubborn")
    return { ...approval, summary: "Not like this", decision: "request_changes" };
  if (manners.reviewer === "greedy") return ask("todo");
  switch (side) {
    case 4:
    case 5:
      return ask("todo");
    case 6:
      return { ...ask("fix"), decision: "request_changes" };
    case 7:
      return { ...approval, findings: [finding] };
    case 8:
      return { ...approval, commit: head.replace(/.$/, "f"), compliance: [] };
    case 9:
      return ask("fix");
    default:
      return approval;
  }
};

const end = async ({ entry, head, work }: Lane, place: LanePlace): Promise<void> => {
  const { forge, plan, approvals } = place;
  const { result } = await settle(entry, laneWork({ ...work, interrupted: false }), {
    plan,
    forge,
    publisher: {
      fetch: async () => undefined,
      diff: async () => "",
      facts: async () => ({ ...read(), head }),
      ...nothingCarried,
    },
    progress: () => undefined,
    reviewerName: "reviewer",
    clock: () => Date.parse(place.state.now),
  });
  const isApproved =
    result.kind === "reviewed" ? result.judgement.approved : result.kind === "restacked" && result.carried;
  if (isApproved) approvals.add(`${entry.todo} ${head}`);
};

/** How the run of a lane that died is seen afterwards. */
export const deathOf = (tape: Tape): Liveness =>
  tape.pick(["interrupted", "failed"] as const) ?? "interrupted";
