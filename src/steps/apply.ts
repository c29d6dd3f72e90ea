import type { Change, ChangeOf } from "../core/decide/change.ts";
import { planMarker } from "../core/decide/texts.ts";
import type { Entry } from "../core/lane/handoff.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import { type ApplyPorts, type Batch, contentOf, fixKey, newBatch, writeTodo } from "./batch.ts";
import { claim } from "./claim.ts";
import type { IssueContent, OwnIssue } from "./ports.ts";
import { tellVerdict } from "./verdict.ts";

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
    case "tell-verdict":
      await tellVerdict(forge, change);
      return null;
    case "delete-branch":
      if (batch.conflicts.size === 0) await forge.deleteBranch(change.branch);
      return null;
    case "cancel":
      await forge.cancelRun(change.run);
      return null;
    case "claim":
      return await claim(ports, batch, change);
    default:
      return change satisfies never;
  }
};

const create = ({ forge, reader }: ApplyPorts, content: IssueContent): Promise<OwnIssue> =>
  forge.createIssue(reader.milestone(), content);

const merge = async (ports: ApplyPorts, batch: Batch, change: ChangeOf<"merge">): Promise<void> => {
  if (batch.conflicts.size > 0) return;
  const outcome = await ports.forge.mergePull(change.pull, change.head);
  if (outcome === "merged") return;
  batch.conflicts.add(change.todo);
  if (outcome === "conflict") await writeTodo(ports, change.conflict);
};
