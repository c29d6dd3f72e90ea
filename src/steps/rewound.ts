import { seemsDone } from "../core/decide/decide.ts";
import { type DesiredTodo, isUnwanted } from "../core/todo/desired.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";
import type { Rested, TodoRecord } from "../core/todo/record.ts";
import { isUntouched } from "../core/todo/untouched.ts";
import type { BelowHead } from "./base-head.ts";
import { type ApplyPorts, readBase } from "./batch.ts";
import type { PublisherPort } from "./git-ports.ts";

/** The commit of the plan's base that a branch took in; what was others' work then may be there by other commits. */
const takenOf = (rested: Rested | null, base: string): string | null =>
  rested?.of === base && rested.isOthers === undefined ? rested.commit : null;

/**
 * A commit that a todo's branch has from below and that is not there any more, since somebody rewound the plan's base to
 * before it: to gates and in a merge it would be the branch's own, and is no work of its agent's.
 */
export const droppedFrom = async (
  record: TodoRecord,
  { below, dropped = [] }: { readonly below: BelowHead; readonly dropped?: readonly string[] | undefined },
  { forge, plan }: Pick<ApplyPorts, "forge" | "plan">,
): Promise<string | null> => {
  const { rested, head, pull } = record;
  if (rested === null || head === null || rested.commit === below.sha) return null;
  // Nothing of it is published: what its agent left begins anew with it, unless that is all there is.
  if (pull === null && (head !== rested.commit || isUntouched(record))) return null;
  const taken = below.branch === plan.base ? takenOf(rested, plan.base) : null;
  for (const commit of [...(taken === null ? [] : [taken]), ...dropped]) {
    if (await forge.holds(below.sha, commit)) continue;
    if (pull === null || (await forge.holds(head, commit))) return commit;
  }
  return null;
};

interface RewoundPorts {
  readonly forge: Pick<ApplyPorts["forge"], "getBranch">;
  readonly publisher: Pick<PublisherPort, "fetch" | "contains">;
}

/** What was read, with what holds more than the plan's base has since that was rewound: asked before anything lands. */
export const withRewound = async (
  desired: DesiredState,
  { forge, publisher }: RewoundPorts,
): Promise<DesiredState> => {
  const { landing, ...others } = desired;
  const { plan, todos } = desired;
  const asked = todos.filter((one) => isToLand(one, desired));
  if (asked.length === 0 || !(landing || plan.merge === "auto" || seemsDone(desired))) return desired;
  const base = landing?.base ?? (await readBase(forge, plan.base)).sha;
  const rewound = new Set<string>();
  for (const { todo, record, pull } of asked) {
    const taken = takenOf(record.rested, plan.base);
    if (pull === null || taken === null || taken === base) continue;
    await publisher.fetch([base, pull.head]);
    if (!(await publisher.contains(pull.head, taken))) continue;
    if (!(await publisher.contains(base, taken))) rewound.add(todo.id);
  }
  // What was found out of them together is not what will land.
  return rewound.size === 0 ? desired : { ...others, rewound };
};

const isToLand = (one: DesiredTodo, { plan }: DesiredState): boolean =>
  one.record.state.status === "approved" &&
  one.pull?.state === "open" &&
  one.pull.base === plan.base &&
  !one.held &&
  !isUnwanted(one);
