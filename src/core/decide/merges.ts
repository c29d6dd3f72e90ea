import type { CiLook } from "../ci/look.ts";
import { groupBy } from "../group.ts";
import { inOrder } from "../in-order.ts";
import { mergeMethodOf } from "../merge-method.ts";
import { integrationPrefix } from "../plan/branch.ts";
import type { Plan } from "../plan/plan.ts";
import type { SeenPull, Snapshot } from "../snapshot/snapshot.ts";
import { conflictAsk } from "../todo/conflict.ts";
import { after, type DesiredTodo, isUnwanted } from "../todo/desired.ts";
import type { Rested } from "../todo/record.ts";
import { type Base, type Index, indexOf, partsOf } from "./base.ts";
import type { Change, MergeWay, TodoWrite } from "./change.ts";
import { isEjected, mayMergeHead } from "./ci.ts";
import { mergeWay, methodsLeft } from "./merge-way.ts";
import { newBase } from "./new-base.ts";
import { isLacking } from "./restack.ts";
import { todoWrite } from "./texts.ts";

interface Merging extends Pick<Snapshot, "methods"> {
  /** What is known of the repository's own CI and of the base's rules; without it nobody asks. */
  readonly ci?: CiLook | undefined;
  /** The trees of what is merged now, the base's own first, where they were proved. */
  readonly trees?: readonly string[] | undefined;
}

/** Retargets what rested on merged branches and, when the plan merges by itself, merges in submission order. */
export const merges = (
  todos: readonly DesiredTodo[],
  plan: Plan,
  { mayMerge, ...how }: { mayMerge: boolean } & Merging,
): { readonly changes: Change[]; readonly todos: readonly DesiredTodo[] } => {
  const draft: Draft = Object.assign(indexOf(todos), { replaced: new Set<string>() });
  const changes = todos.flatMap((one) => retargets(one, draft, plan));
  if (plan.merge === "auto" && mayMerge) changes.push(...mergesInOrder(todos, draft, { plan, ...how }));
  return { changes, todos: draft.replaced.size === 0 ? todos : todos.map((one) => drafted(one, draft)) };
};

/** The work with its drafted record; its pull request is as it was seen, until the changes are applied. */
const drafted = (one: DesiredTodo, { byId }: Draft): DesiredTodo => {
  const { record } = byId.get(one.todo.id) ?? one;
  return record === one.record ? one : { ...one, record };
};

/** An index whose works are replaced as changes are decided. */
interface Draft extends ReturnType<typeof indexOf> {
  /** Ids. */
  readonly replaced: Set<string>;
}

const replace = ({ byId, replaced }: Draft, one: DesiredTodo): void => {
  byId.set(one.todo.id, one);
  replaced.add(one.todo.id);
};

/** Merges decided at once, about what GitHub takes in an hour, by its documentation: the next time goes on. */
const maxMerges = 500;

const mergesInOrder = (
  wanted: readonly DesiredTodo[],
  draft: Draft,
  { plan, methods: allowed, trees, ci }: { plan: Plan } & Merging,
): Change[] => {
  const changes: Change[] = [];
  let merged = 0;
  const methods = methodsLeft(ci, allowed);
  const above = restsByBranch(wanted, draft, plan);
  const isPlain = mergeMethodOf(plan, methods) === "merge";
  const uncovered = new Set<string>();
  for (const { todo } of inOrder(wanted, ({ todo }) => todo.order)) {
    const one = draft.byId.get(todo.id);
    if (!one || isUnwanted(one) || one.origin === "orphan" || one.pull?.state === "merged") continue;
    // Below it is another commit now than the one that it rests on: it is looked at anew.
    if (!isPlain && uncovered.has(todo.id)) break;
    if (ci?.heads.get(todo.id)?.queue?.kind === "in") continue;
    if (merged === maxMerges || !one.pull || !isMergeable(one, plan) || isLacking(one, draft, plan)) break;
    if (isEjected(one.record.mergeWait, one.pull.head)) break;
    if (!mayMergeHead(ci, one) || (ci?.rules.upToDate && (merged > 0 || !ci.current.has(todo.id)))) break;
    merged += 1;
    const queue = ci?.rules.queue ?? false;
    const tree = queue ? null : (trees?.[merged] ?? null);
    changes.push(merge(one, one.pull, { plan, how: mergeWay(one.pull, plan, { methods, queue, tree }) }));
    // What its queue merges is there when that says so.
    if (queue) continue;
    replace(draft, { ...one, pull: { ...one.pull, state: "merged" } });
    for (const { id } of above.get(todo.branch) ?? []) {
      uncovered.add(id);
      const isWhole = isPlain && isWholeOn(id, draft, plan);
      const resting = draft.byId.get(id);
      if (resting) changes.push(...retargets(resting, draft, plan));
      if (isWhole) restAsMerged(id, draft);
    }
  }
  return changes;
};

/** Whether a todo had all of what it rested on, now that some of that counts as merged. */
const isWholeOn = (id: string, draft: Draft, plan: Plan): boolean => {
  const one = draft.byId.get(id);
  return one !== undefined && !one.held && !isLacking(one, draft, plan);
};

/** A plain merge brings the very commits that a branch has from below: there is nothing to take in. */
const restAsMerged = (id: string, draft: Draft): void => {
  const one = draft.byId.get(id);
  const { base, rested } = one?.record ?? { base: null, rested: null };
  if (!one || base === null || rested === null || rested.of === base) return;
  const merged: Rested = { of: base, commit: rested.commit, parts: [], isOthers: true };
  replace(draft, after(one, { type: "rebased", base, rested: merged }));
};

interface Rest {
  readonly id: string;
  readonly branch: string;
}

/** Which todos rest on a branch, alone or among others, by branch. */
const restsByBranch = (wanted: readonly DesiredTodo[], index: Index, plan: Plan): Map<string, Rest[]> => {
  const rests = wanted.flatMap((one): Rest[] => {
    const { id } = one.todo;
    const { base } = one.record;
    if (base === null || base === plan.base) return [];
    const branches = base.startsWith(integrationPrefix) ? partsOf(one, index, plan) : [base];
    return branches.map((branch) => ({ id, branch }));
  });
  return groupBy(rests, ({ branch }) => branch);
};

const merge = (
  one: DesiredTodo,
  { number, head }: SeenPull,
  { plan, how }: { readonly plan: Plan; readonly how: MergeWay },
): Change => ({
  ...{ type: "merge", why: `\`${one.todo.order}\` is approved and next in order` },
  ...{ todo: one.todo.id, pull: number, head, how, own: todoWrite(one) },
  conflict: conflictWrite(one, plan.base, plan),
});

/** Nothing when the todo rests where it should; drafts where it rests otherwise. */
const retargets = (one: DesiredTodo, draft: Draft, plan: Plan): Change[] => {
  const base = newBase(one, draft, plan);
  if (base === null) return [];
  const { pull, record } = one;
  const isElsewhere = pull !== null && pull.base !== base;
  if (record.base === base && !isElsewhere) return [];
  replace(draft, { ...rebased(one, base), pull: pull && { ...pull, base } });
  return [
    ...(isElsewhere ? [retarget(one, pull.number, base)] : []),
    ...(record.base === base ? [] : [...judged(one, base), ...deleteLeft(one, draft)]),
  ];
};

const isMergeable = ({ record: { state }, pull, held }: DesiredTodo, plan: Plan): boolean =>
  !held &&
  state.status === "approved" &&
  pull?.state === "open" &&
  pull.head === state.verdict.commit &&
  pull.base === plan.base;

const rebased = (one: DesiredTodo, base: string): DesiredTodo =>
  one.record.base === base ? one : after(one, { type: "rebased", base });

const retarget = (one: DesiredTodo, pull: number, base: string): Change => ({
  type: "retarget",
  why: `\`${one.todo.order}\` rests on ${base} now`,
  todo: one.todo.id,
  pull,
  base,
  own: todoWrite(one),
});

/** What passed the gates on its base before may show more on the new one, whoever gave it that. */
const judged = (one: DesiredTodo, base: string): Change[] => {
  const { pull, record, todo } = one;
  if (!pull || record.checked?.commit !== pull.head) return [];
  const why = `\`${todo.order}\` rests on ${base} now`;
  const { number, head } = pull;
  return [
    { type: "judge", why, todo: todo.id, pull: number, head, base, record, refused: refused(one, base) },
  ];
};

/** Its review begins with the gates: what fails there goes to the agent. */
const refused = (one: DesiredTodo, base: string): TodoWrite => todoWrite(after(one, { type: "unfit", base }));

const deleteLeft = ({ record: { base }, todo }: DesiredTodo, { byId }: Draft): Change[] =>
  base?.startsWith(integrationPrefix) && ![...byId.values()].some(({ record }) => record.base === base)
    ? [{ type: "delete-branch", why: `nothing rests on it: \`${todo.order}\` was the last`, branch: base }]
    : [];

/** What sends a todo back when its branch conflicts with `base`. */
const conflictWrite = (one: DesiredTodo, base: string, plan: Plan): TodoWrite => {
  const ask = conflictAsk(base, one.record.head ?? "");
  const back = after(one, { type: "conflicted", ask, rounds: plan.limits.rounds });
  return todoWrite(rebased(back, base));
};

/**
 * For each part of an integration base, what is written when it conflicts with the parts before it. Parts become a
 * stack one after another: the first one that does not yet rest on the part before it is sent back for that.
 */
export const conflictWrites = (base: Base, index: Index, plan: Plan): Map<string, TodoWrite> => {
  if (base.kind !== "integration") return new Map();
  const parts = base.parts.flatMap((part) => index.byId.get(index.byBranch.get(part) ?? "") ?? []);
  const sentBack = parts.map((one, at) => {
    const below = parts[at - 1]?.todo.branch;
    return below === undefined
      ? null
      : { rests: one.record.base === below, write: conflictWrite(one, below, plan) };
  });
  return new Map(
    parts.flatMap(({ todo }, at) => {
      const upTo = sentBack.slice(0, at + 1).flatMap((one) => one ?? []);
      const back = upTo.find(({ rests }) => !rests) ?? upTo.at(-1);
      return back ? [[todo.branch, back.write]] : [];
    }),
  );
};
