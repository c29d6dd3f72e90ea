import type { Change, ChangeOf } from "../core/decide/change.ts";
import type { Declined } from "../core/decide/declined.ts";
import { planMarker } from "../core/decide/texts.ts";
import type { Entry } from "../core/lane/handoff.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import { type ApplyPorts, type Batch, contentOf, fixKey, newBatch, writeTodo } from "./batch.ts";
import { claim } from "./claim.ts";
import { judgeAnew } from "./judge-anew.ts";
import { merge } from "./merge.ts";
import { notify } from "./notify.ts";
import type { IssueContent, OwnIssue } from "./ports.ts";
import { retarget } from "./retarget.ts";
import { sendBack } from "./send-back.ts";
import { keeping, writeTracking } from "./tracking.ts";
import { tellVerdict } from "./verdict.ts";

/** What applying changes came to. */
interface Applied {
  /** Those of the todos that were claimed. */
  readonly entries: readonly Entry[];
  readonly made: readonly Change[];
  /** Pull requests that were merged, by number. */
  readonly merged: ReadonlySet<number>;
  /** What the forge declined to merge, and why; changes after that were not made. `null` when all were. */
  readonly declined: Declined | null;
}

/** Applies changes one after another, up to a merge that the forge declines. */
export const applyAll = async (given: ApplyPorts, changes: readonly Change[]): Promise<Applied> => {
  const batch = newBatch(given);
  const ports = { ...given, reader: keeping(given.reader, batch.written) };
  const entries: Entry[] = [];
  const merged = new Set<number>();
  /** Changes of one type that follow each other, which are made together. */
  const alike: Alike[] = [];
  for (const [at, change] of changes.entries()) {
    if (change.type === "merge") {
      const declined = await merge(ports, batch, change);
      if (declined !== null) return { entries, merged, made: changes.slice(0, at), declined };
      if (batch.conflicts.size === 0) merged.add(change.pull);
      continue;
    }
    if (isAlike(change)) {
      alike.push(change);
      const next = changes[at + 1];
      if (!next || !isAlike(next) || next.type !== change.type)
        await applyAlike(ports, batch, alike.splice(0));
      continue;
    }
    const entry = await apply(ports, batch, change);
    if (entry) entries.push(entry);
  }
  await tellFirst(ports, batch, changes);
  return { entries, merged, made: changes, declined: null };
};

/** The tracking issue is made before any todo is: it says then what became of them. */
const tellFirst = async (ports: ApplyPorts, batch: Batch, changes: readonly Change[]): Promise<void> => {
  const made = changes.find((change) => change.type === "create-tracking");
  if (!made) return;
  for (const [number, tracking] of batch.told)
    await writeTracking(ports, batch.written, { ...made, number, tracking, isRight: true });
};

type Created = ChangeOf<"create-todo"> & { readonly adopts?: never };
type Alike = ChangeOf<"link" | "create-label"> | Created;

const isAlike = (change: Change): change is Alike =>
  change.type === "link" ||
  change.type === "create-label" ||
  (change.type === "create-todo" && change.adopts === undefined);

const applyAlike = async (
  { forge, reader }: ApplyPorts,
  batch: Batch,
  changes: readonly Alike[],
): Promise<void> => {
  const todos = changes.flatMap((change) => (change.type === "create-todo" ? [change] : []));
  const links = changes.flatMap((change) => (change.type === "link" ? [change] : []));
  const labels = changes.flatMap((change) => (change.type === "create-label" ? [change.label] : []));
  if (links.length > 0) await forge.linkIssues(links, reader.idOf);
  if (labels.length > 0) await forge.createLabels(labels);
  for (const { name } of labels) reader.note({ label: name });
  if (todos.length === 0) return;
  const made = await forge.createIssues(
    reader.milestone(),
    todos.map(({ issue }) => contentOf(issue)),
  );
  for (const [at, issue] of made.entries()) {
    batch.todos.set(todos[at]?.todo ?? "", issue.issue.number);
    reader.note({ issue });
  }
};

const apply = async (
  ports: ApplyPorts,
  batch: Batch,
  change: Exclude<Change, Alike | { type: "merge" }>,
): Promise<Entry | null> => {
  const { forge, reader, plan } = ports;
  switch (change.type) {
    case "open-milestone": {
      const marker = planMarker(plan.id);
      reader.note({ milestone: await forge.createMilestone({ ...change, marker }) });
      return null;
    }
    case "write-milestone":
      reader.note({ milestone: await forge.writeMilestone(change) });
      return null;
    case "create-tracking": {
      const created = await create(ports, { ...change.tracking, labels: [ownLabel] });
      batch.told.set(created.issue.number, change.tracking);
      reader.note({ issue: created });
      return null;
    }
    case "write-tracking":
      batch.told.set(change.number, await writeTracking(ports, batch.written, change));
      return null;
    case "create-todo": {
      if (change.adopts === undefined) throw new Error("todos whose issues are made are made together");
      const content = contentOf(change.issue);
      const created = await forge.adoptIssue(reader.milestone(), change.adopts, content);
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
      reader.note({ issue: await forge.setIssueState(change.number, change) });
      return null;
    case "retarget":
      await retarget(ports, batch, change);
      return null;
    case "judge":
      if (batch.conflicts.size > 0 || (await judgeAnew(ports, change))) return null;
      batch.conflicts.add(change.todo);
      await writeTodo(ports, change.refused);
      return null;
    case "rerun":
      for (const run of change.runs) {
        if (await forge.rerunFailed(run)) continue;
        batch.conflicts.add(change.todo);
        await writeTodo(ports, change.refused);
        break;
      }
      return null;
    case "retitle":
      reader.note({ pull: await forge.retitle(change.pull, change.title) });
      return null;
    case "tell":
      await forge.upsertComment(change.issue, { name: change.name, text: change.text, isNew: false });
      return null;
    case "tell-verdict":
      await tellVerdict(forge, change);
      return null;
    case "send-back":
      await sendBack(ports, batch, change);
      return null;
    case "delete-branch":
      if (batch.conflicts.size === 0) await forge.deleteBranch(change.branch);
      return null;
    case "notify":
      await notify(ports, { ...change, tracking: batch.told.get(change.number) ?? change.tracking });
      return null;
    case "close-twin":
      await forge.upsertComment(change.number, { name: "twin", text: change.text, isNew: false });
      reader.note({ issue: await forge.setIssueState(change.number, { open: false, notPlanned: true }) });
      return null;
    case "dismiss-twin":
      await forge.dismissReview(change.pull, change.review, change.text);
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
