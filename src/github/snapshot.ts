import { seemsDone } from "../core/decide/decide.ts";
import { planMarker } from "../core/decide/texts.ts";
import type { PlanMergeMethod } from "../core/merge-method.ts";
import { type Plan, todosOf as plannedTodos } from "../core/plan/plan.ts";
import { doubtfulPulls, ownPulls } from "../core/snapshot/own-pulls.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import type { PersonReview, SeenTodo, Snapshot, Twin } from "../core/snapshot/snapshot.ts";
import { identityOf, withoutTwins } from "../core/snapshot/twins.ts";
import { desiredState } from "../core/todo/desired-state.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import type { ClaimLiveness, SnapshotReader } from "../steps/ports.ts";
import { freeIssues } from "./adopted.ts";
import { askedOfCi } from "./ci/asked.ts";
import type { CiReader } from "./ci/reader.ts";
import type { GitHub } from "./client.ts";
import { readProofs } from "./evidence.ts";
import type { QueriedIssue } from "./issue-query.ts";
import type { ReadIssue } from "./issue-record.ts";
import { getIssue, listIssues, ownAmong } from "./issues.ts";
import { listLabels } from "./labels.ts";
import { changedSince, type FirstLook, type FirstPage, readChanges, readFirstLook } from "./look-query.ts";
import { refuseOutside, refuseUnlabelled } from "./lost.ts";
import { listMilestones, milestoneAmong, type ReadMilestone } from "./milestones.ts";
import { readPeople } from "./people.ts";
import type { ReadPull } from "./pull-query.ts";
import { listPulls } from "./pulls.ts";
import { inNumberOrder, todosOf } from "./seen-todos.ts";
import { straysAmong } from "./strays.ts";

interface ReaderOptions {
  /** What was read already, before the plan was known. */
  readonly first?: FirstLook;
  /** Reads what is likely to be asked of the repository's own CI, beside what is read of pull requests. */
  readonly ahead?: CiReader["ahead"];
}

/** Reads a plan's snapshots; keeps what it has read, so that only changes are asked for. */
export const snapshotReader = (
  github: GitHub,
  plan: Plan,
  livenessOf: ClaimLiveness,
  { first, ahead = async () => undefined }: ReaderOptions = {},
): SnapshotReader => {
  const issues = new Map<number, ReadIssue>();
  const pulls = new Map<number, ReadPull>();
  const reviews = new Map<number, readonly PersonReview[]>();
  const reviewTwins: Twin[] = [];
  /** Merged pull requests that are known to be in the plan's base. */
  const arrived = new Set<number>();
  let begun = first ?? null;
  let labels: Set<string> | null = null;
  let methods: readonly PlanMergeMethod[] | null = null;
  let milestone: ReadMilestone | null = null;
  /** What changed before was read; `null` until a look has seen the milestone. */
  let since: { issues: string | null; pulls: string } | null = null;

  const refresh = async (): Promise<void> => {
    const changed = milestone && since ? await changes(milestone, since) : await everything();
    if (!milestone) return;
    for (const one of changed) pulls.set(one.number, one);
    await refreshReviews(changed);
    since = {
      issues: latest([...issues.values()], since?.issues ?? null),
      pulls: latest([...pulls.values()], since?.pulls ?? null) ?? milestone.createdAt,
    };
  };

  /** Reads all of the plan; answers its pull requests. */
  const everything = async (): Promise<readonly ReadPull[]> => {
    const seen = begun ?? (await readFirstLook(github, plannedTodos(plan).length >= 100));
    begun = null;
    labels = seen.labels.isAll ? new Set(seen.labels.items) : await listLabels(github);
    const all = seen.milestones.isAll ? seen.milestones.items : await listMilestones(github);
    milestone ??= milestoneAmong(all, { marker: planMarker(plan.id), title: plan.title });
    if (!milestone) {
      if (labels.has(ownLabel)) await refuseOutside(github, plan, []);
      return [];
    }
    if (asksForMethods(plan)) methods = seen.methods;
    const { number, createdAt } = milestone;
    const inside = seen.issues.items
      .filter(({ inMilestone }) => inMilestone === number)
      .sort((a, b) => a.number - b.number);
    await noteIssues(number, { ...seen.issues, items: inside });
    await refuseLost(number);
    return await allOf(changedSince(seen.pulls, createdAt), () => listPulls(github, createdAt));
  };

  const changes = async (
    { number }: ReadMilestone,
    from: NonNullable<typeof since>,
  ): Promise<readonly ReadPull[]> => {
    const changed = await readChanges(github, number, from);
    await noteIssues(number, changed.issues);
    return await allOf(changed.pulls, () => listPulls(github, from.pulls));
  };

  const noteIssues = async (number: number, { items, isAll }: FirstPage<QueriedIssue>): Promise<void> => {
    const read = isAll
      ? await ownAmong(github, items)
      : await listIssues(github, number, since?.issues ?? null);
    for (const one of read) issues.set(one.issue.number, one);
  };

  const refuseLost = async (number: number): Promise<void> => {
    const inside = [...issues.values()];
    if (inside.length === 0 && labels?.has(ownLabel)) return;
    if (inside.length > 0) await refuseOutside(github, plan, inside);
    await refuseUnlabelled(github, plan, { milestone: number, inside });
  };

  /** Only what changed is read: a review changes its pull request. */
  const refreshReviews = async (changed: readonly ReadPull[]): Promise<void> => {
    const branches = new Set(todoRecords([...issues.values()], plan).map(({ branch }) => branch));
    for (const { number } of changed) reviews.delete(number);
    const open = changed.filter(({ state, branch }) => state === "open" && branches.has(branch));
    const [people] = await Promise.all([
      readPeople(
        github,
        open.map(({ number }) => number),
      ),
      readCiAhead(),
    ]);
    for (const [number, heard] of people) {
      noteReviews(number, heard.reviews);
      reviewTwins.push(...heard.twice.map((review) => ({ kind: "review" as const, pull: number, review })));
    }
  };

  const readCiAhead = async (): Promise<void> => {
    const asked = askedOfCi(todoRecords([...issues.values()], plan), pulls, plan);
    if (asked.length > 0) await ahead({ base: plan.base, pulls: asked, anew: plan.merge === "auto" });
  };

  /** What an issue says now. */
  const readAgain = async ({ issue: { number } }: SeenTodo): Promise<ReadIssue | null> => {
    const now = await getIssue(github, number);
    if (now) issues.set(number, now);
    return now;
  };

  const noteReviews = (number: number, said: readonly PersonReview[]): void => {
    if (said.length > 0) reviews.set(number, said);
    else reviews.delete(number);
  };

  const todoPulls = async (): Promise<Snapshot["pulls"]> => {
    const [records, all] = [todoRecords([...issues.values()], plan), [...pulls.values()]];
    const doubtful = doubtfulPulls(records, all, plan);
    const stray = await straysAmong(github, doubtful, { base: plan.base, known: arrived });
    return ownPulls(records, all, { plan, stray });
  };

  return {
    async read() {
      await refresh();
      const { originals: ours, twins } = withoutTwins(
        [...issues.values()].filter(({ record }) => record.plan === plan.id),
      );
      const seen: Snapshot = {
        milestone,
        labels: labels ?? new Set(),
        methods,
        tracking: trackingOf(ours),
        todos: await todosOf(ours, { livenessOf, readAgain }),
        fixes: ours.flatMap(({ issue, record }) => (record.kind === "fix" ? [{ issue, record }] : [])),
        pulls: await todoPulls(),
        reviews: new Map(reviews),
        inbox: null,
        evidence: null,
        twins: [...twins, ...reviewTwins.splice(0)],
        free: await freeIssues(github, namedFor(plan, ours)),
      };
      const desired = desiredState(plan, seen);
      if (!seemsDone(desired)) return desired;
      const proofs = await readProofs(github, pullsOf(seen));
      for (const { pull, reviews: said } of proofs) {
        pulls.set(pull.number, pull);
        noteReviews(pull.number, pull.state === "open" ? said : []);
      }
      const evidence = new Map(proofs.map(({ pull, evidence }) => [pull.number, evidence]));
      return desiredState(plan, { ...seen, pulls: await todoPulls(), reviews: new Map(reviews), evidence });
    },
    note(seen) {
      if (seen.issue) issues.set(seen.issue.issue.number, { updatedAt: "", ...seen.issue });
      if (seen.pull) pulls.set(seen.pull.number, { updatedAt: "", merged: null, ...seen.pull });
      if (seen.milestone) milestone = { createdAt: "", ...milestone, ...seen.milestone };
      if (seen.label) labels?.add(seen.label);
    },
    milestone() {
      if (!milestone) throw new Error("the milestone is used before it was made");
      return milestone.number;
    },
    idOf: (number) => issues.get(number)?.id ?? null,
  };
};

/** All that a list has: its first page where that is all. */
const allOf = async <Item>(
  { items, isAll }: FirstPage<Item>,
  readAll: () => Promise<readonly Item[]>,
): Promise<readonly Item[]> => (isAll ? items : await readAll());

/** The issues that the plan names for todos that have none yet. */
const namedFor = (plan: Plan, ours: readonly ReadIssue[]): { number: number; identity: string }[] => {
  const known = new Set(ours.map(({ record }) => identityOf(record)));
  return plannedTodos(plan).flatMap(({ id, issue }) => {
    const identity = `todo ${plan.id} ${id}`;
    return issue === undefined || known.has(identity) ? [] : [{ number: issue, identity }];
  });
};

/** Who merges by itself, and is not told how, goes by what the repository allows. */
const asksForMethods = ({ merge, mergeMethod }: Plan): boolean =>
  merge === "auto" && mergeMethod === undefined;

const latest = (read: readonly { readonly updatedAt: string }[], since: string | null): string | null =>
  read.reduce((most, { updatedAt }) => (most === null || updatedAt > most ? updatedAt : most), since);

const trackingOf = (ours: readonly ReadIssue[]): Snapshot["tracking"] => {
  for (const { issue, record } of inNumberOrder(ours))
    if (record.kind === "tracking") return { issue, record };
  return null;
};

const pullsOf = ({ todos }: Snapshot): number[] =>
  [...todos.values()].flatMap(({ record }) => record.pull ?? []);

const todoRecords = (issues: readonly ReadIssue[], plan: Plan): TodoRecord[] =>
  issues.flatMap(({ record }) => (record.kind === "todo" && record.plan === plan.id ? [record] : []));
