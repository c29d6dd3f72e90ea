import type { ChangeOf } from "../core/decide/change.ts";
import { transition } from "../core/todo/transition.ts";
import { type ApplyPorts, type Batch, blockRefused, writeTodo } from "./batch.ts";

/** Makes what a todo that breaks what lands is to rest on, shows its pull request on that, and says so in its issue. */
export const sendBack = async (
  ports: ApplyPorts,
  batch: Batch,
  change: ChangeOf<"send-back">,
): Promise<void> => {
  const { forge, reader } = ports;
  const ref = await restOf(ports, change);
  const { record } = change.issue;
  const shown = await forge.retarget(change.pull, ref);
  if ("refused" in shown) {
    batch.conflicts.add(change.todo);
    return await blockRefused(ports, change, `#${change.pull} cannot be shown on ${ref}: ${shown.refused}`);
  }
  reader.note({ pull: shown });
  const rested = record.base === ref ? record : transition(record, { type: "rebased", base: ref });
  await writeTodo(ports, { ...change, issue: { ...change.issue, record: rested } });
};

/** Parts that conflict without the plan's base rest on it, each by itself: the fix merges what it is told to. */
const restOf = async ({ forge, plan }: ApplyPorts, { base }: ChangeOf<"send-back">): Promise<string> => {
  switch (base.kind) {
    case "plan":
    case "stack":
      return base.ref;
    case "integration": {
      const made = await forge.integrate({ plan: plan.id, branch: base.ref, parts: base.parts });
      return "branch" in made ? made.branch : plan.base;
    }
    default:
      return base satisfies never;
  }
};
