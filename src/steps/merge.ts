import type { ChangeOf } from "../core/decide/change.ts";
import { tellWait } from "../core/decide/ci.ts";
import type { Declined } from "../core/decide/declined.ts";
import { keptAnswer, type MergeWait, mayPass } from "../core/todo/merge-wait.ts";
import { transition } from "../core/todo/transition.ts";
import { type ApplyPorts, type Batch, writeTodo } from "./batch.ts";
import { mergeRewritten } from "./rewrite.ts";

/** Merges a pull request, or has its base's queue do so; answers in which words the forge declined. */
export const merge = async (
  ports: ApplyPorts,
  batch: Batch,
  change: ChangeOf<"merge">,
): Promise<Declined | null> => {
  if (batch.conflicts.size > 0) return null;
  const at = ports.now().toISOString();
  const first = await ports.forge.mergePull(change.pull, change.head, change.how);
  const isReplay = typeof first === "object" && first.isReplay === true;
  const outcome = isReplay ? await mergeRewritten(ports, change, first) : first;
  if (outcome === "merged") return null;
  if (outcome === "queued") {
    await remember(ports, change, { code: "queued", head: change.head, at, times: timesQueued(change) });
    return null;
  }
  if (typeof outcome === "object") return await declined(ports, change, outcome.declined);
  batch.conflicts.add(change.todo);
  if (outcome === "conflict") await writeTodo(ports, change.conflict);
  return null;
};

/** How often it was put into the queue at this head, this time included. */
const timesQueued = ({ head, own }: ChangeOf<"merge">): number => {
  const { mergeWait } = own.issue.record;
  return mergeWait?.code === "queued" && mergeWait.head === head ? mergeWait.times + 1 : 1;
};

/** What the forge wants first is told on the pull request, once; what passes by itself only when it does not. */
const declined = async (ports: ApplyPorts, change: ChangeOf<"merge">, answer: string): Promise<Declined> => {
  const said = keptAnswer(answer);
  const { mergeWait } = change.own.issue.record;
  const known = mergeWait?.code === "declined" && mergeWait.said === said ? mergeWait : null;
  const now = ports.now();
  const at = known?.at ?? now.toISOString();
  const asked = !mayPass(said) || Date.parse(at) + ports.plan.ci.minutes * 60_000 <= now.getTime();
  if (known?.asked !== asked) {
    const wait: MergeWait = { code: "declined", said, at, asked };
    if (asked) await tell(ports, change, wait);
    await remember(ports, change, wait);
  }
  return { pull: change.pull, said, passes: !asked };
};

const tell = async (
  { forge }: ApplyPorts,
  { todo, pull }: ChangeOf<"merge">,
  wait: MergeWait,
): Promise<void> => {
  const { name, text } = tellWait(todo, pull, wait);
  await forge.upsertComment(pull, { name, text, isNew: false });
};

const remember = async (ports: ApplyPorts, { own }: ChangeOf<"merge">, wait: MergeWait): Promise<void> => {
  const record = transition(own.issue.record, { type: "merge-waits", wait });
  await writeTodo(ports, { ...own, issue: { ...own.issue, record } });
};
