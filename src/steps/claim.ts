import { accountsOf } from "../core/account/account.ts";
import type { ChangeOf } from "../core/decide/change.ts";
import { isChecked } from "../core/lane/checked.ts";
import type { Entry } from "../core/lane/handoff.ts";
import { isAppsAddress } from "../core/plan/own-author.ts";
import type { Plan } from "../core/plan/plan.ts";
import { cutsOf, mayBeCut } from "../core/todo/parts.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { decisionOn } from "../core/todo/state.ts";
import { transition } from "../core/todo/transition.ts";
import { isUntouched } from "../core/todo/untouched.ts";
import { type BelowHead, baseHead } from "./base-head.ts";
import { type ApplyPorts, type Batch, blockRefused, fixKey, writeTodo } from "./batch.ts";
import { type Merging, mergingOf } from "./merging.ts";
import type { Forge } from "./ports.ts";
import { droppedFrom } from "./rewound.ts";

/** Wins the todo, makes its branch, and says so in its issue: in this order, so that a crash anywhere is seen. */
export const claim = async (
  ports: ApplyPorts,
  batch: Batch,
  change: ChangeOf<"claim">,
): Promise<Entry | null> => {
  const number = change.number ?? batch.todos.get(change.todo);
  if (number === undefined || batch.conflicts.has(change.todo)) return null;
  const found = await asPushed(change.issue.record, ports.forge);
  const below = await baseHead(ports, batch, { ...change, base: baseFor(found, change) });
  if (below === null) return null;
  if ("refused" in below) return await refuse(ports, { change, number, record: found }, below.refused);
  const claiming = { change, number, record: found, below };
  const dropped = await droppedFrom(found, { below, dropped: change.dropped }, ports);
  if (dropped !== null && change.from !== "split")
    return await claimAnew(ports, batch, { ...claiming, dropped });
  if (change.from !== "restack") return await claimOn(ports, batch, claiming);
  const merging = await mergingOf(ports, found, { ...below, isUpdate: change.isUpdate === true });
  if (merging.kind === "merge") return await claimOn(ports, batch, { ...claiming, merging });
  const resting = transition(found, { type: "rest-found", rested: merging.rested });
  await writeTodo(ports, { ...change, number, issue: { ...change.issue, record: resting } });
  return null;
};

/** What nobody has published begins anew without what was dropped below it; a pull request is made anew by a restack. */
const claimAnew = async (
  ports: ApplyPorts,
  batch: Batch,
  { dropped, ...claiming }: Claiming & { readonly dropped: string },
): Promise<Entry | null> => {
  const { change, record } = claiming;
  const { rested, head, pull } = record;
  if (rested === null || head === null) throw new Error("what has no branch holds nothing that was dropped");
  if (pull === null) {
    const anew = transition(record, { type: "base-rewound" });
    const starts = [...change.starts, head];
    return await claimOn(ports, batch, { ...claiming, change: { ...change, starts }, record: anew });
  }
  const merging = { kind: "merge", rested: rested.commit, mergeBase: rested.commit, dropped } as const;
  return await claimOn(ports, batch, { ...claiming, change: { ...change, from: "restack" }, merging });
};

/** What has work on it stays on the base that it has. */
const baseFor = (record: TodoRecord, { base }: ChangeOf<"claim">): ChangeOf<"claim">["base"] => {
  if (record.pull !== null || record.base === null || isUntouched(record) || record.base === base.ref)
    return base;
  return { kind: "stack", ref: record.base };
};

interface Claiming {
  readonly change: ChangeOf<"claim">;
  /** Of its issue. */
  readonly number: number;
  readonly record: TodoRecord;
  readonly below: BelowHead;
  readonly merging?: Extract<Merging, { kind: "merge" }>;
}

const claimOn = async (ports: ApplyPorts, batch: Batch, claiming: Claiming): Promise<Entry | null> => {
  const { forge, plan, run } = ports;
  const { change, number, record, below } = claiming;
  const isNew = isUntouched(record);
  const head = isNew || record.head === null ? below.sha : record.head;
  const won = await winFor(ports, change, head);
  if (won === null) return null;
  const { sha, starts } = won;
  const branch = isNew
    ? await forge.createBranch(record.branch, { sha: head, starts: [...starts, ...change.starts] })
    : head;
  if (branch !== null && typeof branch === "object")
    return await refuse(ports, { ...claiming, record: { ...record, claimed: sha } }, branch.refused);
  if (branch === null) {
    const record = transition(change.issue.record, { type: "branch-taken", claimed: sha });
    await writeTodo(ports, { ...change, number, issue: { ...change.issue, record } });
    return null;
  }
  const claimed = transition(record, {
    ...{
      type: "claimed",
      claim: { run, sha, at: change.at, accounts: accountsOf(plan, { ...change, body: record.body }) },
      from: change.from,
      base: below.branch,
      head: branch,
      logs: ports.logs?.({ ...turnOf(record), todo: change.todo, claim: sha }) ?? null,
      hold: change.hold,
    },
    ...(change.keys === undefined ? {} : { keys: change.keys }),
    ...(isNew ? { rested: { of: below.branch, commit: branch, parts: [...below.parts] } } : {}),
  });
  await writeTodo(ports, { ...change, number, issue: { ...change.issue, record: claimed } });
  const opened = change.fixes.keys.flatMap((key) => batch.fixes.get(fixKey(change.todo, key)) ?? []);
  return entryOf(claimed, {
    ...claiming,
    starts,
    plan,
    milestone: ports.reader.milestone(),
    fixes: [...change.fixes.numbers, ...opened],
  });
};

const refuse = async (
  ports: ApplyPorts,
  { change, number, record }: Pick<Claiming, "change" | "number" | "record">,
  refused: string,
): Promise<null> => {
  await blockRefused(ports, { ...change, number, issue: { ...change.issue, record } }, refused);
  return null;
};

/**
 * A lane that was cut off between its push and its pull request has left work on the branch that no record tells of:
 * the next one goes on from there. A pull request would have told it. A branch that a person deleted begins anew.
 */
const asPushed = async (record: TodoRecord, forge: Pick<Forge, "getBranch">): Promise<TodoRecord> => {
  if (record.head === null || record.pull !== null) return record;
  const branch = await forge.getBranch(record.branch);
  if (branch?.sha === record.head) return record;
  return transition(record, { type: "branch-found", head: branch?.sha ?? null });
};

interface Won {
  readonly sha: string;
  /** Where the branch may stand if a claim before this one made it. */
  readonly starts: readonly string[];
}

/** Wins the claim; one that a dead run left without saying so in the issue is built upon. */
const winFor = async (
  { forge, plan, run, livenessOf }: ApplyPorts,
  change: ChangeOf<"claim">,
  start: string,
): Promise<Won | null> => {
  const round = change.issue.record.rounds + 1;
  const note = { run, todo: change.todo, round, at: change.at, starts: [start] };
  const first = await forge.winClaim({ plan: plan.id, last: change.issue.record.claimed, note });
  if (first.won) return { sha: first.sha, starts: [] };
  if ((await livenessOf(first.holder.run, change.todo)) === "live") return null;
  const { starts } = first.holder;
  const all = [...new Set([...starts, start])].slice(-maxStarts);
  const second = await forge.winClaim({ plan: plan.id, last: first.sha, note: { ...note, starts: all } });
  return second.won ? { sha: second.sha, starts } : null;
};

/** Most starts that a claim's note holds: each stands for a run that broke off while it made the branch. */
const maxStarts = 20;

/** Which round its next review is, and which run of its agent in that round. */
const turnOf = ({ rounds, failed, lost }: TodoRecord): Pick<Entry, "round" | "attempt"> => ({
  round: rounds + 1,
  attempt: failed + lost + 1,
});

const cutEntry = (cut: NonNullable<TodoRecord["cut"]>, record: TodoRecord) => ({
  ...{ ...cut, depth: cut.depth ?? 0, cuts: cutsOf(record) },
});

const entryOf = (
  record: TodoRecord,
  known: Claiming & { plan: Plan; milestone: number; fixes: number[]; starts: readonly string[] },
): Entry => {
  const { change, plan, below, merging, number: issue, fixes, starts } = known;
  const head = record.head ?? "";
  const lane = {
    plan: plan.id,
    body: record.body,
    todo: record.todo,
    order: record.order,
    issue,
    branch: record.branch,
    ...(isAppsAddress(plan.author.email) ? { author: plan.author } : {}),
    base: record.base ?? plan.base,
    baseSha: below.sha,
    ...(below.parts.length > 0 ? { parts: [...below.parts] } : {}),
    head,
    start: record.resume ?? head,
    ...turnOf(record),
    fixes: [...new Set(fixes)],
    pull: record.pull,
    reviewed: decisionOn(record.state)?.commit ?? null,
    granted: record.granted,
    allowed: record.allowed,
    checked: isChecked(record, head, plan),
    worktree: plan.bodies.find(({ id }) => id === record.body)?.worktree ?? record.body,
    claim: record.claimed ?? "",
    ...(change.usdLeft === undefined ? {} : { usdLeft: change.usdLeft }),
    claimedBefore: change.issue.record.claimed !== null || starts.length > 0,
    agent: change.agent,
    reviewer: change.reviewer,
    ...(record.part === null ? {} : { isPart: true as const }),
    ...(plan.oversized === "split" && mayBeCut(record) ? { maySplit: true as const } : {}),
  };
  const { cut } = record;
  if (change.from === "split" && cut)
    return { kind: "split", from: "split", ...lane, ...cutEntry(cut, record), milestone: known.milestone };
  if (change.from !== "restack" || !merging)
    return { kind: "work", from: change.from === "review" ? "review" : "implement", ...lane };
  const { rested, mergeBase, dropped } = merging;
  const isAsked = record.state.status === "working";
  const made = {
    ...(dropped === undefined ? {} : { dropped }),
    ...(change.asOne ? { asOne: true as const } : {}),
  };
  return { kind: "restack", from: "restack", ...lane, rested, mergeBase, isAsked, ...made };
};
