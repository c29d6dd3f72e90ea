import { labels } from "../core/decide/labels.ts";
import { milestoneDescription, planMarker, todoText } from "../core/decide/texts.ts";
import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Landable } from "../core/report/landable.ts";
import type { SeenMilestone, SeenPull } from "../core/snapshot/snapshot.ts";
import { publishedRecord, reviewedFormally } from "../core/todo/published-record.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import { issueState, newState } from "../core/todo/state.ts";
import { labelsOf } from "./batch.ts";
import type { Forge, OwnIssue } from "./ports.ts";
import { bodyOf, type Numbers, numbersIn, type Publication, recordOf, textOf } from "./publication.ts";

export interface PublishPorts {
  readonly plan: Plan;
  readonly forge: Pick<
    Forge,
    | "createMilestone"
    | "createLabels"
    | "createIssue"
    | "adoptIssue"
    | "writeIssue"
    | "openPull"
    | "getPull"
    | "retarget"
    | "retitle"
    | "postReview"
    | "setStatus"
  >;
  /** Whether another identity than the one who opens them may review the pull requests. */
  readonly hasReviewer: boolean;
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
  /** `there`: it is as it should be, or goes on there by itself. */
  readonly made: "opened" | "updated" | "there";
}

/**
 * Publishes approved work on another forge: branches, issues with their records, pull requests on each other, the
 * reviews that approved them. What is there already is found and left as it is, so that it may be done again, after a
 * crash too; a todo's record says last that it is done.
 */
export const publishWork = async (
  publications: readonly Publication[],
  integrations: readonly { readonly branch: string; readonly sha: string }[],
  ports: PublishPorts,
): Promise<Published[]> => {
  const found = await ports.findMilestone();
  const known = knownIn(found ? await ports.listIssues(found.number) : []);
  const theirs = new Map<Publication, Published>();
  for (const one of publications) {
    const there = await goingOn(one, known, ports);
    if (there) theirs.set(one, there);
  }
  const ours = publications.filter((one) => !theirs.has(one));
  const bases = new Set(ours.map(({ base }) => base));
  await ports.push([
    ...integrations.filter(({ branch }) => bases.has(branch)),
    ...ours.map(({ work: { branch, head } }) => ({ branch, sha: head })),
  ]);
  const milestone = found?.number ?? (await newMilestone(ports));
  await makeLabels(ports);
  const place = { milestone, known, publications };
  const done: Published[] = [];
  for (const one of publications) done.push(theirs.get(one) ?? (await publishOne(one, place, ports)));
  return done;
};

const knownIn = (issues: readonly OwnIssue[]): Map<string, OwnIssue> =>
  new Map(issues.flatMap((own) => (own.record.kind === "todo" ? [[own.record.todo, own] as const] : [])));

/** What goes on over there is the truth: what somebody did to it since it was published is left alone; `null` where nobody did. */
const goingOn = async (
  { work }: Publication,
  known: Place["known"],
  { forge }: PublishPorts,
): Promise<Published | null> => {
  const record = known.get(work.one.todo.id)?.record;
  if (record?.kind !== "todo" || record.pull === null) return null;
  const { number, state, head, base } = await forge.getPull(record.pull);
  // Where it was cut off before its record said so, the new head is there already.
  const isOurHead = head === record.head || head === work.head;
  const isAsPublished =
    state === "open" &&
    isOurHead &&
    record.branch === work.branch &&
    record.claimed === null &&
    record.state.status === "approved";
  return isAsPublished ? null : { order: work.order, pull: number, base: record.base ?? base, made: "there" };
};

const newMilestone = async ({ plan, forge }: PublishPorts): Promise<number> => {
  const { title } = plan;
  const description = milestoneDescription(plan);
  return (await forge.createMilestone({ title, description, marker: planMarker(plan.id) })).number;
};

const makeLabels = async ({ forge, listLabels }: PublishPorts): Promise<void> => {
  const there = await listLabels();
  await forge.createLabels(labels.filter(({ name }) => !there.has(name)));
};

interface Place {
  readonly milestone: number;
  /** The plan's issues there, by todo. */
  readonly known: Map<string, OwnIssue>;
  readonly publications: readonly Publication[];
}

const publishOne = async (
  publication: Publication,
  place: Place,
  ports: PublishPorts,
): Promise<Published> => {
  const { todo } = publication.work.one;
  const own = place.known.get(todo.id) ?? (await newIssue(publication.work, place, ports));
  place.known.set(todo.id, own);
  const before = own.record.kind === "todo" ? own.record : null;
  return await bring(publication, { own, before, numbers: numbersIn(publication, place) }, ports);
};

interface Found {
  readonly own: OwnIssue;
  readonly before: TodoRecord | null;
  readonly numbers: Numbers;
}

/** Opens its pull request, or brings up to date what differs; nothing is written where nothing does. */
const bring = async (publication: Publication, found: Found, ports: PublishPorts): Promise<Published> => {
  const { work, base } = publication;
  const { own, before } = found;
  const { branch, order, title } = work;
  const record = recordOf(publication, before, ports);
  const body = bodyOf(publication, found, record);
  const known = before?.pull ?? null;
  const { pull, created } = await ports.forge.openPull({
    ...{
      own: known === null ? null : await ports.forge.getPull(known),
      branch,
      base,
      title,
      body,
      isNew: false,
    },
  });
  const published = { ...record, pull: pull.number };
  const text = textOf(work, published, found.numbers);
  const isSame =
    before !== null &&
    JSON.stringify(before) === JSON.stringify(published) &&
    (before.adopted !== undefined || (own.issue.title === title && own.issue.text.trim() === text.trim()));
  if (isSame) return { order, pull: pull.number, base: pull.base, made: "there" };
  if (pull.base !== base) await showOn(base, pull.number, ports.forge);
  if (!created) await describe(pull, { title, body, known: own.issue.title }, ports);
  const settled = await approve(publication, { pull: pull.number, isNew: created, record: published }, ports);
  await ports.forge.writeIssue(own.issue.number, {
    ...{ title, text, record: settled, labels: labelsOf(settled) },
    ...issueState(settled.state),
  });
  return { order, pull: pull.number, base, made: created ? "opened" : "updated" };
};

const showOn = async (base: string, pull: number, forge: PublishPorts["forge"]): Promise<void> => {
  const shown = await forge.retarget(pull, base);
  if ("refused" in shown) throw new MilepostError(`#${pull} cannot be shown on ${base}: ${shown.refused}`);
};

/** A title that a person wrote stays. */
const describe = async (
  pull: SeenPull,
  { title, body, known }: { title: string; body: string; known: string },
  { forge, writeBody }: PublishPorts,
): Promise<void> => {
  await writeBody(pull.number, body);
  if (pull.title === known && pull.title !== title) await forge.retitle(pull.number, title);
};

/** Says at its head what it has passed, and by whom it is approved; answers the record with how formal that is. */
const approve = async (
  { work: { head }, review }: Publication,
  { pull, isNew, record }: { pull: number; isNew: boolean; record: TodoRecord },
  { forge, hasReviewer }: PublishPorts,
): Promise<TodoRecord> => {
  const isFormal =
    review !== null &&
    hasReviewer &&
    (await forge.postReview(pull, { ...review, isNew, event: "APPROVE", commit: head, comments: [] }));
  const passed = { context: "milepost/gates", ok: true, description: "Passed where it was made" } as const;
  await forge.setStatus(head, passed);
  const approved = {
    context: "milepost/review",
    ok: true,
    description: "Approved where it was made",
  } as const;
  await forge.setStatus(head, approved);
  return reviewedFormally(record, isFormal);
};

/** Its issue before its pull request is there: nobody may take it for done. One that the plan names is adopted. */
const newIssue = async (
  work: Landable,
  { milestone }: Place,
  { forge, isFree, plan }: PublishPorts,
): Promise<OwnIssue> => {
  const { one, title } = work;
  const { adopted: _, ...known } = one.record;
  const record: TodoRecord = { ...publishedRecord(known, { base: null, pull: null }), state: newState };
  const text = todoText({ ...one, record });
  const number = one.todo.issue;
  if (number === undefined || !(await isFree({ number, identity: `todo ${plan.id} ${one.todo.id}` })))
    return await forge.createIssue(milestone, { title, text, record, labels: labelsOf(record) });
  const adopted = { ...record, adopted: { title } };
  return await forge.adoptIssue(milestone, number, {
    ...{ title, text: todoText({ ...one, record: adopted }), record: adopted, labels: labelsOf(adopted) },
  });
};

/** Why it cannot be published as it is. */
export const notThere = (base: string): MilepostError =>
  new MilepostError(`the repository has no branch ${base} there`, {
    hint: `push it: git push origin ${base}`,
  });
