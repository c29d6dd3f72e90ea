import { accountsOf } from "../core/account/account.ts";
import type { ChangeOf } from "../core/decide/change.ts";
import { isChecked } from "../core/lane/checked.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { decisionOn } from "../core/todo/state.ts";
import { transition } from "../core/todo/transition.ts";
import { type ApplyPorts, type Batch, fixKey, readBase, writeTodo } from "./batch.ts";
import type { Forge } from "./ports.ts";

/** Wins the todo, makes its branch, and says so in its issue: in this order, so that a crash anywhere is seen. */
export const claim = async (
  ports: ApplyPorts,
  batch: Batch,
  change: ChangeOf<"claim">,
): Promise<Entry | null> => {
  const { forge, plan, run } = ports;
  const number = change.number ?? batch.todos.get(change.todo);
  if (number === undefined || batch.conflicts.has(change.todo)) return null;
  const record = await asPushed(change.issue.record, forge);
  const start =
    record.head === null ? await startOf(ports, batch, change) : { sha: record.head, base: change.base.ref };
  if (start === null) return null;
  const head = start.sha;
  const won = await winFor(ports, change, head);
  if (won === null) return null;
  const { sha, starts } = won;
  const branch =
    record.head === null
      ? await forge.createBranch(record.branch, { sha: head, starts: [...starts, ...change.starts] })
      : record.head;
  if (branch === null) {
    const record = transition(change.issue.record, { type: "branch-taken", claimed: sha });
    await writeTodo(ports, { ...change, number, issue: { ...change.issue, record } });
    return null;
  }
  const baseSha = record.head === null ? head : await baseHead(ports, batch, change);
  const claimed = transition(record, {
    ...{
      type: "claimed",
      claim: { run, sha, at: change.at, accounts: accountsOf(plan, { ...change, body: record.body }) },
      from: change.from,
      base: start.base,
      head: branch,
      logs: ports.logs?.({ ...turnOf(record), todo: change.todo, claim: sha }) ?? null,
      hold: change.hold,
    },
  });
  await writeTodo(ports, { ...change, number, issue: { ...change.issue, record: claimed } });
  const opened = change.fixes.keys.flatMap((key) => batch.fixes.get(fixKey(change.todo, key)) ?? []);
  return entryOf(claimed, {
    starts,
    change,
    plan,
    baseSha,
    issue: number,
    fixes: [...change.fixes.numbers, ...opened],
  });
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

interface Start {
  readonly sha: string;
  /** The base branch of the pull request. */
  readonly base: string | null;
}

/** Where a new branch starts; `null` when its base conflicts and was sent back. */
const startOf = async (
  ports: ApplyPorts,
  batch: Batch,
  { base, conflicts }: ChangeOf<"claim">,
): Promise<Start | null> => {
  const { forge, plan } = ports;
  switch (base.kind) {
    case "plan":
      return { sha: (await batch.base()).sha, base: base.ref };
    case "stack":
      return { sha: (await readBase(forge, base.ref)).sha, base: base.ref };
    case "integration": {
      const made = await forge.integrate({ plan: plan.id, branch: base.ref, parts: base.parts });
      if ("sha" in made) return { sha: made.sha, base: made.branch };
      const write = conflicts.get(made.conflict);
      if (write) await writeTodo(ports, write);
      return null;
    }
    default:
      return base satisfies never;
  }
};

const baseHead = async (
  { forge, plan }: ApplyPorts,
  batch: Batch,
  { base }: ChangeOf<"claim">,
): Promise<string> => (base.ref === plan.base ? await batch.base() : await readBase(forge, base.ref)).sha;

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

const entryOf = (
  record: TodoRecord,
  known: {
    change: ChangeOf<"claim">;
    plan: Plan;
    baseSha: string;
    issue: number;
    fixes: number[];
    starts: readonly string[];
  },
): Entry => {
  const { change, plan, baseSha, issue, fixes, starts } = known;
  const head = record.head ?? "";
  return {
    kind: "work",
    plan: plan.id,
    body: record.body,
    todo: record.todo,
    order: record.order,
    issue,
    branch: record.branch,
    base: record.base ?? plan.base,
    baseSha,
    head,
    start: record.resume ?? head,
    from: change.from,
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
  };
};
