import type { CiLook } from "../ci/look.ts";
import { countedOf, leftFor } from "../cost/budget.ts";
import { once } from "../once.ts";
import { integrationPrefix } from "../plan/branch.ts";
import { freePartKeys, type PartKeys } from "../plan/order.ts";
import type { Plan } from "../plan/plan.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { type DesiredTodo, openFixes } from "../todo/desired.ts";
import { cutsOf } from "../todo/parts.ts";
import type { LaneStart } from "../todo/state.ts";
import { isUntouched } from "../todo/untouched.ts";
import { eventText } from "../todo/words.ts";
import { type Base, baseOf, indexOf, partsOf } from "./base.ts";
import type { Change, ChangeOf } from "./change.ts";
import { takenIn } from "./follow-ups.ts";
import { isReplayAlone, methodsLeft } from "./merge-way.ts";
import { conflictWrites } from "./merges.ts";
import { droppedBelow, takesInBase } from "./restack.ts";
import type { Schedule } from "./schedule.ts";
import { todoWrite } from "./texts.ts";

/** The lanes that begin now, each with all that its claim needs to know. */
export const claims = (
  todos: readonly DesiredTodo[],
  plan: Plan,
  { scheduled, now, restacking }: { scheduled: Schedule; now: Date; restacking: Restacking },
): Change[] => {
  if (scheduled.starts.length === 0) return [];
  const index = indexOf(todos);
  const counted = once(() => countedOf(todos, plan));
  return scheduled.starts.flatMap(({ one: { todo }, from, agent, reviewer, hold }) => {
    const one = index.byId.get(todo.id);
    if (!one) return [];
    const { base: kept } = one.record;
    const isNew = kept === null || isUntouched(one.record);
    const base = isNew ? baseOf(one, index, plan) : keptBase(one, kept, { index, plan });
    const write = todoWrite(one);
    const usdLeft = leftFor(one, plan, counted);
    const dropped = droppedBelow(one, index, plan);
    return [
      {
        type: "claim",
        why: [startText(todo.order, from), ...one.events.flatMap(eventText)].join("; "),
        ...write,
        at: now.toISOString(),
        ...{ from, agent, reviewer, hold },
        base,
        conflicts: conflictWrites(base, index, plan),
        ...(one.record.cut ? { keys: partKeysFor(one, todos) } : {}),
        fixes: fixesFor(one),
        starts: startsOf(one),
        pull: one.record.pull,
        ...(dropped.length > 0 ? { dropped } : {}),
        ...(from === "restack" && base.ref === plan.base ? onBase(one, plan, restacking) : {}),
        ...(usdLeft === null ? {} : { usdLeft }),
      },
    ];
  });
};

/** The keys of its parts: those that an earlier lane began with. */
const partKeysFor = ({ todo, record }: DesiredTodo, todos: readonly DesiredTodo[]): PartKeys => {
  const { letters = 0, depth = null } = record.cut ?? {};
  return depth === null
    ? freePartKeys(todo.order, { cuts: cutsOf(record), taken: takenIn(todos) })
    : { letters, depth };
};

interface Restacking extends Pick<Snapshot, "methods"> {
  readonly ci: CiLook | undefined;
}

/** How a branch takes in the plan's base. */
const onBase = (
  one: DesiredTodo,
  plan: Plan,
  { ci, methods }: Restacking,
): Pick<ChangeOf<"claim">, "isUpdate" | "asOne"> => ({
  ...(one.todo.id === ci?.update || takesInBase(one, plan) ? { isUpdate: true } : {}),
  ...(isReplayAlone(methodsLeft(ci, methods)) ? { asOne: true } : {}),
});

const keptBase = (
  one: DesiredTodo,
  ref: string,
  { index, plan }: { index: ReturnType<typeof indexOf>; plan: Plan },
): Base => {
  if (ref === plan.base) return { kind: "plan", ref };
  const parts = ref.startsWith(integrationPrefix) ? partsOf(one, index, plan) : [];
  return parts.length === 0 ? { kind: "stack", ref } : { kind: "integration", ref, parts };
};

const startText = (order: string, from: LaneStart): string => startTexts[from](`\`${order}\``);

const startTexts: Readonly<Record<LaneStart, (order: string) => string>> = {
  implement: (order) => `${order} can start`,
  review: (order) => `${order} can start`,
  restack: (order) => `${order} lacks something of what it rests on`,
  split: (order) => `${order} is over the limits`,
};

/** Where its branch may stand that begins anew: at what is merged already, or where nothing was done. */
const startsOf = ({ pull, record }: DesiredTodo): string[] => [
  ...(pull?.state === "merged" ? [pull.head] : []),
  ...(record.head !== null && isUntouched(record) ? [record.head] : []),
];

const fixesFor = (one: DesiredTodo) => ({
  keys: one.record.asks.filter(({ kind }) => kind === "fix").map(({ key }) => key),
  numbers: openFixes(one).map(({ issue }) => issue.number),
});
