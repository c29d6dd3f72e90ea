import type { Change, ChangeOf, TodoIssue, TodoWrite } from "../core/change.ts";
import { MilepostError } from "../core/error.ts";
import type { Entry } from "../core/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import { type MilepostRecord, ownLabel, statusLabel, type TodoRecord } from "../core/record.ts";
import { planMarker } from "../core/texts.ts";
import type { BranchHead, Forge, IssueContent, OwnIssue, SnapshotReader, Standing } from "./ports.ts";

/** What applying changes needs: the forge, the reader that remembers, and whose run this is. */
export interface ApplyPorts {
  readonly forge: Forge;
  readonly reader: SnapshotReader;
  readonly plan: Plan;
  /** Id of this run: claims carry it. */
  readonly run: string;
  readonly standing: Standing;
}

/** Applies changes one after another; answers the entries of the todos that were claimed. */
export const applyAll = async (ports: ApplyPorts, changes: readonly Change[]): Promise<Entry[]> => {
  const batch = newBatch(ports);
  const entries: Entry[] = [];
  for (const change of changes) {
    const entry = await apply(ports, batch, change);
    if (entry) entries.push(entry);
  }
  return entries;
};

/** What earlier changes of the same batch made known to later ones. */
interface Batch {
  /** Issue numbers by todo id. */
  readonly todos: Map<string, number>;
  /** Issue numbers by todo id and ask key. */
  readonly fixes: Map<string, number>;
  /** Todos that conflict: nothing more is merged, retargeted or written of them in this batch. */
  readonly conflicts: Set<string>;
  readonly base: () => Promise<BranchHead>;
}

const newBatch = ({ forge, plan }: ApplyPorts): Batch => {
  let base: Promise<BranchHead> | null = null;
  return {
    todos: new Map(),
    fixes: new Map(),
    conflicts: new Set(),
    base: () => {
      base ??= readBase(forge, plan.base);
      return base;
    },
  };
};

const readBase = async (forge: Forge, branch: string): Promise<BranchHead> => {
  const read = await forge.getBranch(branch);
  if (read) return read;
  throw new MilepostError(`the forge has no branch ${branch}`, {
    hint: "push it, or name the right branch as `base` in the plan",
  });
};

const apply = async (ports: ApplyPorts, batch: Batch, change: Change): Promise<Entry | null> => {
  const { forge, reader, plan } = ports;
  switch (change.type) {
    case "open-milestone": {
      const marker = planMarker(plan.id);
      reader.note({ milestone: await forge.createMilestone({ ...change, marker }) });
      return null;
    }
    case "write-milestone":
      reader.note({ milestone: await forge.setMilestoneOpen(change.number, change.open) });
      return null;
    case "create-label":
      await forge.createLabel(change.label);
      reader.note({ label: change.label.name });
      return null;
    case "create-tracking":
      reader.note({ issue: await create(ports, { ...change.tracking, labels: [ownLabel] }) });
      return null;
    case "write-tracking": {
      const content = { ...change.tracking, labels: [ownLabel], notPlanned: false };
      reader.note({ issue: await forge.writeIssue(change.number, content) });
      return null;
    }
    case "create-todo": {
      const created = await create(ports, contentOf(change.issue));
      batch.todos.set(change.todo, created.issue.number);
      reader.note({ issue: created });
      return null;
    }
    case "write-todo":
      if (!batch.conflicts.has(change.todo)) await writeTodo(ports, change);
      return null;
    case "create-fix": {
      const created = await create(ports, { ...change, labels: [ownLabel] });
      batch.fixes.set(fixKey(change.todo, change.record.key), created.issue.number);
      reader.note({ issue: created });
      return null;
    }
    case "write-fix":
      reader.note({ issue: await forge.setIssueOpen(change.number, change.open) });
      return null;
    case "retarget":
      if (batch.conflicts.size === 0) reader.note({ pull: await forge.retarget(change.pull, change.base) });
      return null;
    case "merge":
      await merge(ports, batch, change);
      return null;
    case "delete-branch":
      if (batch.conflicts.size === 0) await forge.deleteBranch(change.branch);
      return null;
    case "claim":
      return await claim(ports, batch, change);
    default:
      return change satisfies never;
  }
};

const fixKey = (todo: string, key: string): string => `${todo} ${key}`;

const create = ({ forge, reader }: ApplyPorts, content: IssueContent): Promise<OwnIssue> =>
  forge.createIssue(reader.milestone(), content);

/** The labels of a todo's issue: ours and its status. */
export const labelsOf = (record: TodoRecord): string[] => [ownLabel, statusLabel(record.status)];

const contentOf = ({ title, text, record }: TodoIssue): IssueContent & { record: MilepostRecord } => ({
  title,
  text,
  record,
  labels: labelsOf(record),
});

const writeTodo = async (
  { forge, reader }: ApplyPorts,
  { todo, number, issue }: TodoWrite,
): Promise<void> => {
  if (number === null) throw new Error(`the issue of ${todo} is written before it was made`);
  const { open, notPlanned } = issue;
  reader.note({ issue: await forge.writeIssue(number, { ...contentOf(issue), open, notPlanned }) });
};

const merge = async (ports: ApplyPorts, batch: Batch, change: ChangeOf<"merge">): Promise<void> => {
  if (batch.conflicts.size > 0) return;
  const outcome = await ports.forge.mergePull(change.pull, change.head);
  if (outcome === "merged") return;
  batch.conflicts.add(change.todo);
  if (outcome === "conflict") await writeTodo(ports, change.conflict);
};

/** Wins the todo, makes its branch, and says so in its issue: in this order, so that a crash anywhere is seen. */
const claim = async (ports: ApplyPorts, batch: Batch, change: ChangeOf<"claim">): Promise<Entry | null> => {
  const { forge, plan, run } = ports;
  const number = change.number ?? batch.todos.get(change.todo);
  if (number === undefined || batch.conflicts.has(change.todo)) return null;
  const { record } = change.issue;
  const head = record.head ?? (await startOf(ports, batch, change));
  if (head === null) return null;
  const sha = await winFor(ports, batch, change);
  if (sha === null) return null;
  const branch = record.head === null ? await forge.createBranch(record.branch, head) : record.head;
  if (branch === null) {
    await writeTodo(ports, { ...change, number, issue: takenBranch(change.issue, sha) });
    return null;
  }
  const baseSha = record.head === null ? head : await baseHead(ports, batch, change);
  const claimed: TodoRecord = { ...record, claim: { run, sha, at: change.at }, claimed: sha, head: branch };
  await writeTodo(ports, { ...change, number, issue: { ...change.issue, record: claimed } });
  const opened = change.fixes.keys.flatMap((key) => batch.fixes.get(fixKey(change.todo, key)) ?? []);
  return entryOf(claimed, {
    change,
    plan,
    baseSha,
    issue: number,
    fixes: [...change.fixes.numbers, ...opened],
  });
};

/** Where a new branch starts; `null` when its base conflicts and was sent back. */
const startOf = async (
  ports: ApplyPorts,
  batch: Batch,
  { base, conflicts }: ChangeOf<"claim">,
): Promise<string | null> => {
  const { forge } = ports;
  switch (base.kind) {
    case "plan":
      return (await batch.base()).sha;
    case "stack":
      return (await readBase(forge, base.ref)).sha;
    case "integration": {
      const made = await forge.integrate(base.ref, base.parts);
      if ("sha" in made) return made.sha;
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

/** Wins the claim; one that a dead run left without saying so in the issue is built upon. */
const winFor = async (
  { forge, plan, run, standing }: ApplyPorts,
  batch: Batch,
  change: ChangeOf<"claim">,
): Promise<string | null> => {
  const { tree } = await batch.base();
  const note = { run, todo: change.todo, at: change.at };
  const first = await forge.winClaim({ plan: plan.id, tree, last: change.issue.record.claimed, note });
  if (first.won) return first.sha;
  if ((await standing(first.holder.run, change.todo)) === "live") return null;
  const second = await forge.winClaim({ plan: plan.id, tree, last: first.sha, note });
  return second.won ? second.sha : null;
};

const takenBranch = (issue: TodoIssue, claimed: string): TodoIssue => ({
  ...issue,
  record: {
    ...issue.record,
    claimed,
    status: "blocked",
    blocked: `a branch ${issue.record.branch} with other work exists already: rename or delete it, then retry`,
  },
});

const entryOf = (
  record: TodoRecord,
  known: { change: ChangeOf<"claim">; plan: Plan; baseSha: string; issue: number; fixes: number[] },
): Entry => {
  const { change, plan, baseSha, issue, fixes } = known;
  const head = record.head ?? "";
  return {
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
    round: record.rounds + 1,
    attempt: record.failed + record.lost + 1,
    fixes: [...new Set(fixes)],
    pull: record.pull,
    worktree: plan.bodies.find(({ id }) => id === record.body)?.worktree ?? record.body,
    claim: record.claimed ?? "",
  };
};
