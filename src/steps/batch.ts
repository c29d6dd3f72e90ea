import type { TodoIssue, TodoWrite, TrackingIssue } from "../core/decide/change.ts";
import { MilepostError } from "../core/error.ts";
import { cut } from "../core/key.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import { ownLabel, statusLabel } from "../core/snapshot/record.ts";
import type { SeenTodo } from "../core/snapshot/snapshot.ts";
import { isLetGo } from "../core/todo/left.ts";
import { maxSaid } from "../core/todo/reasons.ts";
import type { Logs, TodoRecord } from "../core/todo/record.ts";
import { labelled } from "../core/todo/state.ts";
import { transition } from "../core/todo/transition.ts";
import type { PublisherPort } from "./git-ports.ts";
import type { BranchHead, ClaimLiveness, Forge, NoticePorts, SnapshotReader, TodoContent } from "./ports.ts";

/** What applying changes needs: the forge, the reader that remembers, and whose run this is. */
export interface ApplyPorts {
  readonly forge: Forge;
  readonly reader: SnapshotReader;
  readonly publisher: Pick<PublisherPort, "fetch" | "facts" | "contains">;
  /** Makes branches anew that cannot be replayed; without it such a merge is declined. */
  readonly rewriter?: Pick<PublisherPort, "fetch" | "mergeInOrder" | "commitOn" | "push">;
  readonly plan: Plan;
  readonly now: () => Date;
  /** Id of this run: claims carry it. */
  readonly run: string;
  readonly livenessOf: ClaimLiveness;
  /** Where what the programs of a todo's lane print will be; without it nobody is told. */
  readonly logs?: (lane: Pick<Entry, "todo" | "round" | "attempt" | "claim">) => Logs;
  /** How people are told; without it nobody is. */
  readonly notices?: NoticePorts;
}

/** What earlier changes of the same batch made known to later ones. */
export interface Batch {
  /** Issue numbers by todo id. */
  readonly todos: Map<string, number>;
  /** Issue numbers by todo id and ask key. */
  readonly fixes: Map<string, number>;
  /** Todos that conflict, or that do not pass on a new base: nothing more is merged, retargeted or written of them in this batch. */
  readonly conflicts: Set<string>;
  readonly base: () => Promise<BranchHead>;
  /** Issues of todos as this batch wrote them, by todo id. */
  readonly written: Map<string, Pick<SeenTodo, "issue" | "record">>;
  /** What the tracking issue of a number says by now. */
  readonly told: Map<number, TrackingIssue>;
}

export const newBatch = ({ forge, plan }: ApplyPorts): Batch => {
  let base: Promise<BranchHead> | null = null;
  return {
    todos: new Map(),
    fixes: new Map(),
    conflicts: new Set(),
    written: new Map(),
    told: new Map(),
    base: () => {
      base ??= readBase(forge, plan.base);
      return base;
    },
  };
};

export const readBase = async (forge: Pick<Forge, "getBranch">, branch: string): Promise<BranchHead> => {
  const read = await forge.getBranch(branch);
  if (read) return read;
  throw new MilepostError(`the forge has no branch ${branch}`, {
    hint: "push it, or name the right branch as `base` in the plan",
  });
};

/** What a fix is known by within a batch. */
export const fixKey = (todo: string, key: string): string => `${todo} ${key}`;

/** The labels of a todo's issue: ours and its status; none where it is left to its author again. */
export const labelsOf = (record: TodoRecord): string[] =>
  isLetGo(record) ? [] : [ownLabel, statusLabel(labelled(record.state))];

export const contentOf = ({ title, text, record }: TodoIssue): TodoContent => ({
  title,
  text,
  record,
  labels: labelsOf(record),
});

/** What a rule or a missing right forbids is a person's to mend: it is tried again when they say so. */
export const blockRefused = async (ports: ApplyPorts, own: TodoWrite, refused: string): Promise<void> => {
  const reason = { code: "set-up", said: cut(refused, maxSaid) } as const;
  const record = transition(own.issue.record, { type: "start-refused", reason });
  await writeTodo(ports, { ...own, issue: { ...own.issue, record } });
};

export const writeTodo = async (
  { forge, reader }: ApplyPorts,
  { todo, number, issue }: TodoWrite,
): Promise<void> => {
  if (number === null) throw new Error(`the issue of ${todo} is written before it was made`);
  const { open, notPlanned } = issue;
  reader.note({ issue: await forge.writeIssue(number, { ...contentOf(issue), open, notPlanned }) });
};
