import { labels } from "../core/decide/labels.ts";
import { milestoneDescription, planMarker, todoText } from "../core/decide/texts.ts";
import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Landable } from "../core/report/landable.ts";
import { publishedBody } from "../core/report/published-text.ts";
import type { SeenMilestone } from "../core/snapshot/snapshot.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { issueState, newState } from "../core/todo/state.ts";
import { labelsOf } from "./batch.ts";
import type { Forge, OwnIssue } from "./ports.ts";

/** One todo to be published: its branch leads to `base`, which is published before it. */
export interface Publication {
  readonly work: Landable;
  readonly base: string;
  /** What its agent said of it. */
  readonly said: string;
}

export interface PublishPorts {
  readonly plan: Plan;
  readonly forge: Pick<
    Forge,
    | "createMilestone"
    | "createLabel"
    | "createIssue"
    | "adoptIssue"
    | "writeIssue"
    | "openPull"
    | "getPull"
    | "retarget"
    | "setStatus"
  >;
  readonly findMilestone: () => Promise<SeenMilestone | null>;
  readonly listLabels: () => Promise<ReadonlySet<string>>;
  /** Whether an issue is nobody's todo yet, or that todo's. */
  readonly isFree: (wanted: { readonly number: number; readonly identity: string }) => Promise<boolean>;
  readonly listIssues: (milestone: number) => Promise<readonly OwnIssue[]>;
  readonly writeBody: (pull: number, body: string) => Promise<void>;
  /** Moves branches there that are not where they should be. */
  readonly push: (branches: readonly { readonly branch: string; readonly sha: string }[]) => Promise<void>;
}

/** A published pull request. */
export interface Published {
  readonly order: string;
  readonly pull: number;
  readonly base: string;
  readonly isNew: boolean;
}

/**
 * Publishes approved work on another forge: branches, issues with their records, pull requests on each other. What is
 * there already is found and left as it is, so that it may be done again, after a crash too; a todo's record says last
 * that it is done.
 */
export const publishWork = async (
  publications: readonly Publication[],
  integrations: readonly { readonly branch: string; readonly sha: string }[],
  ports: PublishPorts,
): Promise<Published[]> => {
  const branches = publications.map(({ work: { branch, head } }) => ({ branch, sha: head }));
  await ports.push([...integrations, ...branches]);
  const milestone = await placeFor(ports);
  const known = new Map(
    (await ports.listIssues(milestone)).flatMap((own) =>
      own.record.kind === "todo" ? [[own.record.todo, own] as const] : [],
    ),
  );
  const done: Published[] = [];
  for (const one of publications) done.push(await publishOne(one, { milestone, known }, ports));
  return done;
};

/** The number of the plan's milestone there, with the labels that its issues carry. */
const placeFor = async ({ plan, forge, ...ports }: PublishPorts): Promise<number> => {
  const there = await ports.listLabels();
  for (const label of labels) if (!there.has(label.name)) await forge.createLabel(label);
  const found = await ports.findMilestone();
  const { title } = plan;
  const made =
    found ??
    (await forge.createMilestone({
      title,
      description: milestoneDescription(plan),
      marker: planMarker(plan.id),
    }));
  return made.number;
};

interface Place {
  readonly milestone: number;
  /** What is published of the plan, by todo. */
  readonly known: ReadonlyMap<string, OwnIssue>;
}

const publishOne = async (
  { work, base, said }: Publication,
  { milestone, known }: Place,
  ports: PublishPorts,
): Promise<Published> => {
  const { forge } = ports;
  const { one, branch, head, order, title } = work;
  const own = known.get(one.todo.id) ?? (await newIssue(work, milestone, ports));
  const before = own.record.kind === "todo" ? own.record : null;
  // What goes on over there is the truth: only what was published, and nothing done to it since, is brought up to date.
  if (before?.pull != null && !isAsPublished(before, branch))
    return { order, pull: before.pull, base: before.base ?? base, isNew: false };
  const { number: issue } = own.issue;
  const body = publishedBody(one.record, { issue, said, fixes: one.fixes });
  const seen = before?.pull == null ? null : await forge.getPull(before.pull);
  if (seen && seen.state !== "open") return { order, pull: seen.number, base: seen.base, isNew: false };
  const { pull, created } = await forge.openPull({
    ...{ number: before?.pull ?? null, branch, base, title, body, isNew: false },
  });
  const record = {
    ...publishedRecord(one.record, { base, pull: pull.number }),
    ...(before?.adopted ? { adopted: before.adopted } : {}),
  };
  const isDone = before !== null && JSON.stringify(before) === JSON.stringify(record);
  if (isDone) return { order, pull: pull.number, base: pull.base, isNew: false };
  if (pull.base !== base) await showOn(base, pull.number, forge);
  if (!created) await ports.writeBody(pull.number, body);
  await forge.setStatus(head, {
    context: "milepost/gates",
    ok: true,
    description: "Passed where it was made",
  });
  await forge.setStatus(head, {
    context: "milepost/review",
    ok: true,
    description: "Approved where it was made",
  });
  const { text } = own.issue;
  await forge.writeIssue(issue, {
    title,
    text,
    record,
    labels: labelsOf(record),
    ...issueState(record.state),
  });
  return { order, pull: pull.number, base, isNew: created };
};

const showOn = async (base: string, pull: number, forge: PublishPorts["forge"]): Promise<void> => {
  const shown = await forge.retarget(pull, base);
  if ("refused" in shown) throw new MilepostError(`#${pull} cannot be shown on ${base}: ${shown.refused}`);
};

const isAsPublished = ({ claimed, state, branch }: TodoRecord, wanted: string): boolean =>
  branch === wanted && claimed === null && state.status === "approved";

/** Its issue before its pull request is there: nobody may take it for done. One that the plan names is adopted. */
const newIssue = async (
  { one, title }: Landable,
  milestone: number,
  { forge, isFree, plan }: PublishPorts,
): Promise<OwnIssue> => {
  const { adopted: _, ...known } = one.record;
  const record: TodoRecord = { ...publishedRecord(known, { base: null, pull: null }), state: newState };
  // Of an issue that was adopted where it comes from, Milepost has no words of its own.
  const own = one.record.adopted ? todoText({ ...one, record }) : one.seen?.issue.text;
  const text = own ?? one.todo.text;
  const number = one.todo.issue;
  if (number === undefined || !(await isFree({ number, identity: `todo ${plan.id} ${one.todo.id}` })))
    return await forge.createIssue(milestone, { title, text, record, labels: labelsOf(record) });
  const adopted = { ...record, adopted: { title } };
  return await forge.adoptIssue(milestone, number, {
    ...{ title, text: todoText({ ...one, record: adopted }), record: adopted, labels: labelsOf(adopted) },
  });
};

/** What is known of a todo, but for what only its first forge and machine have. */
const publishedRecord = (
  record: TodoRecord,
  { base, pull }: { base: string | null; pull: number | null },
): TodoRecord => ({
  ...record,
  ...{ base, pull, claimed: null, logs: null, hold: null, served: [], heard: [], lanes: [], resume: null },
  takenUp: [],
});

/** Why it cannot be published as it is. */
export const notThere = (base: string): MilepostError =>
  new MilepostError(`the repository has no branch ${base} there`, {
    hint: `push it: git push origin ${base}`,
  });
