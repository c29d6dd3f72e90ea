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
import { claimOf } from "../core/todo/state.ts";
import type { ClaimLiveness, SnapshotReader } from "../steps/ports.ts";
import { freeIssues } from "./adopted.ts";
import type { GitHub } from "./client.ts";
import { readProofs } from "./evidence.ts";
import type { ReadIssue } from "./issue-record.ts";
import { getIssue, listIssues } from "./issues.ts";
import { refuseOutside, refuseUnlabelled } from "./lost.ts";
import { allowedMethods } from "./merge-methods.ts";
import { findMilestone, listLabels, type ReadMilestone } from "./milestones.ts";
import { readPeople } from "./people.ts";
import { listPulls, type ReadPull } from "./pulls.ts";
import { straysAmong } from "./strays.ts";

/**
 * Reads a plan's snapshots; keeps what it has read, so that only changes are asked for. `known` are the
 * repository's labels, where they were read already.
 */
export const snapshotReader = (
  github: GitHub,
  plan: Plan,
  livenessOf: ClaimLiveness,
  known: ReadonlySet<string> | null = null,
): SnapshotReader => {
  const issues = new Map<number, ReadIssue>();
  const pulls = new Map<number, ReadPull>();
  const reviews = new Map<number, readonly PersonReview[]>();
  const reviewers = new Set<string>();
  const reviewTwins: Twin[] = [];
  /** Merged pull requests that are known to be in the plan's base. */
  const arrived = new Set<number>();
  let labels = known && new Set(known);
  let methods: readonly PlanMergeMethod[] | null = null;
  let milestone: ReadMilestone | null = null;
  let issuesSince: string | null = null;
  let pullsSince: string | null = null;

  const refresh = async (): Promise<void> => {
    labels ??= await listLabels(github);
    milestone ??= await findMilestone(github, { marker: planMarker(plan.id), title: plan.title });
    if (milestone) await refreshIssues(milestone.number);
    else if (labels.has(ownLabel)) await refuseOutside(github, plan, []);
    if (!milestone) return;
    if (asksForMethods(plan)) methods ??= await allowedMethods(github);
    const changed = await listPulls(
      github,
      pullsSince ?? milestone.createdAt,
      pullsSince === null ? 100 : fewPulls,
    );
    for (const one of changed) pulls.set(one.number, one);
    await refreshReviews(changed);
    issuesSince = latest([...issues.values()], issuesSince);
    pullsSince = latest([...pulls.values()], pullsSince);
  };

  const refreshIssues = async (number: number): Promise<void> => {
    for (const one of await listIssues(github, number, issuesSince)) issues.set(one.issue.number, one);
    if (issuesSince !== null) return;
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
    if (open.length === 0) return;
    const people = await readPeople(
      github,
      open.map(({ number }) => number),
      reviewers,
    );
    for (const [number, heard] of people) {
      noteReviews(number, heard.reviews);
      reviewTwins.push(...heard.twice.map((review) => ({ kind: "review" as const, pull: number, review })));
    }
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
      const proofs = await readProofs(github, pullsOf(seen), reviewers);
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

/** Between two reads few pull requests change, and a page costs the forge what is on it. */
const fewPulls = 20;

const latest = (read: readonly { readonly updatedAt: string }[], since: string | null): string | null =>
  read.reduce((most, { updatedAt }) => (most === null || updatedAt > most ? updatedAt : most), since);

const trackingOf = (ours: readonly ReadIssue[]): Snapshot["tracking"] => {
  for (const { issue, record } of inNumberOrder(ours))
    if (record.kind === "tracking") return { issue, record };
  return null;
};

interface Claims {
  readonly livenessOf: ClaimLiveness;
  readonly readAgain: (todo: SeenTodo) => Promise<ReadIssue | null>;
}

const todosOf = async (ours: readonly ReadIssue[], claims: Claims): Promise<Map<string, SeenTodo>> => {
  const todos = new Map<string, SeenTodo>();
  for (const { issue, record } of inNumberOrder(ours)) {
    if (record.kind !== "todo") continue;
    todos.set(record.todo, await withLiveness({ issue, record, claim: null }, claims));
  }
  return todos;
};

/**
 * A run that has ended may have settled its todo since the issue was read: what is read after its end counts, or its
 * result would be taken for missing and written over.
 */
const withLiveness = async (todo: SeenTodo, { livenessOf, readAgain }: Claims): Promise<SeenTodo> => {
  const claim = claimOf(todo.record.state);
  if (!claim) return todo;
  const before = { ...todo, claim: await livenessOf(claim.run, todo.record.todo) };
  if (before.claim === "live") return before;
  const now = await readAgain(todo);
  if (now?.record.kind !== "todo") return before;
  const { issue, record } = now;
  const later = claimOf(record.state);
  return { issue, record, claim: later && (await livenessOf(later.run, record.todo)) };
};

const inNumberOrder = (ours: readonly ReadIssue[]): ReadIssue[] =>
  [...ours].sort((a, b) => a.issue.number - b.issue.number);

const pullsOf = ({ todos }: Snapshot): number[] =>
  [...todos.values()].flatMap(({ record }) => record.pull ?? []);

const todoRecords = (issues: readonly ReadIssue[], plan: Plan): TodoRecord[] =>
  issues.flatMap(({ record }) => (record.kind === "todo" && record.plan === plan.id ? [record] : []));
