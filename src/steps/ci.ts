import { type CiHead, type CiLook, type Ejection, maxMerged } from "../core/ci/look.ts";
import type { BaseRules } from "../core/ci/rules.ts";
import { isOwnCheck, type SeenCheck, type SeenHead, type SeenRun } from "../core/ci/seen.ts";
import { type CiState, ciStateOf, isOnItsWay } from "../core/ci/state.ts";
import { ciTodos } from "../core/decide/ci.ts";
import { seemsDone } from "../core/decide/decide.ts";
import { inOrder } from "../core/in-order.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { SeenPull } from "../core/snapshot/snapshot.ts";
import { type DesiredTodo, isUnwanted } from "../core/todo/desired.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";
import { readBase } from "./batch.ts";
import type { PublisherPort } from "./git-ports.ts";
import type { Forge } from "./ports.ts";

/** A head as the forge shows it, and whether it is in a merge queue. */
export type QueuedHead = SeenHead & { readonly isQueued: boolean };

export interface ReadChecks {
  readonly heads: ReadonlyMap<number, QueuedHead>;
  readonly runsOnBase: boolean;
}

/**
 * Reads the heads of pull requests, and whether anything of the repository's own runs at their base; or why the token may
 * not. Where nothing is merged or closed by them, those that passed a moment ago are known without being read `anew`.
 */
export type ReadHeads = (
  base: string,
  pulls: readonly Pick<SeenPull, "number" | "head">[],
  how: { readonly anew: boolean },
) => Promise<ReadChecks | { readonly unread: string }>;

export type RunsByHead = ReadonlyMap<string, readonly SeenRun[]>;

export interface CiPorts {
  readonly plan: Plan;
  readonly forge: Pick<Forge, "getBranch">;
  readonly publisher: Pick<PublisherPort, "fetch" | "contains">;
  readonly rules: (branch: string) => Promise<BaseRules>;
  readonly heads: ReadHeads;
  /** The workflow runs at heads, by head; those of many are asked for together. */
  readonly runs: (heads: readonly Pick<SeenHead, "head" | "at">[]) => Promise<RunsByHead>;
  /** The end of a job's log, with no secret in it that is known by its form. */
  readonly logEnd: (job: number) => Promise<string | null>;
  /** How a pull request came out of its merge queue since a time, ISO 8601; `null` where nobody says that it did. */
  readonly ejection: (pull: Pick<SeenPull, "number" | "base">, since: string) => Promise<Ejection | null>;
  readonly now: () => Date;
  /** How long what is pending is left alone. */
  readonly pauseMs: number;
}

/** What the repository's own CI says of what is approved; `null` when nothing is, or nobody waits for it. */
export type LookAtCi = (desired: DesiredState) => Promise<CiLook | null>;

/** Looks at the checks of approved heads, and at what the plan's base requires. */
export const lookAtCi = (ports: CiPorts): LookAtCi => {
  const rules = remembered(ports);
  return async (desired) => {
    const { plan } = ports;
    const todos = inOrder(ciTodos(desired), ({ todo }) => todo.order);
    if (plan.ci.wait === "none" || todos.length === 0) return null;
    const known = asDeclined(await rules(), todos);
    const pulls = [...todos.flatMap(pullOf), ...mergedPulls(desired)];
    const anew = plan.merge === "auto" || seemsDone(desired);
    const seen = await ports.heads(plan.base, pulls, { anew });
    if ("unread" in seen) return unreadLook(todos, known, seen.unread);
    const heads = new Map<string, CiHead>();
    const isExpected = seen.runsOnBase || [...seen.heads.values()].some(runsSomething);
    const looking = { ports, rules: known, isExpected };
    const there = todos.flatMap((one) => {
      const at = one.pull && seen.heads.get(one.pull.number);
      return at ? [{ one, at }] : [];
    });
    const runs = await ports.runs(there.flatMap(({ at }) => (asksForRuns(at, looking) ? [at] : [])));
    for (const { one, at } of there) {
      const ran = runs.get(at.head);
      heads.set(one.todo.id, await headOf(one, ran ? { ...at, runs: ran } : at, looking));
    }
    const behind = await behindIn(desired, { todos, heads, ports, rules: known });
    for (const one of todos) settleBare(one, heads, { plan, ...behind });
    return { rules: known, heads, ...behind, next: nextIn(heads, ports) };
  };
};

/** Classic protection says to administrators alone that heads must be up to date; a merge that it declines says it to all. */
const asDeclined = (rules: BaseRules, todos: readonly DesiredTodo[]): BaseRules => {
  const isStrict = todos.some(
    ({ record: { mergeWait } }) => mergeWait?.code === "declined" && outOfDate.test(mergeWait.said),
  );
  return isStrict ? { ...rules, upToDate: true } : rules;
};

const outOfDate = /out of date|not up to date|not up-to-date/i;

const unreadLook = (todos: readonly DesiredTodo[], rules: BaseRules, said: string): CiLook => {
  const state: CiState = { kind: "unread", said };
  const heads = todos.map(({ todo, pull }): [string, CiHead] => [
    todo.id,
    { head: pull?.head ?? "", state, logs: new Map(), queue: null },
  ]);
  return {
    rules,
    heads: new Map(heads),
    ...{ behind: new Set(), current: new Set() },
    update: null,
    next: null,
  };
};

const pullOf = ({ pull }: DesiredTodo): SeenPull[] => (pull ? [pull] : []);

const runsSomething = ({ checks }: SeenHead): boolean => checks.some((check) => !isOwnCheck(check));

const mergedPulls = ({ todos, plan }: DesiredState): SeenPull[] =>
  todos
    .flatMap(({ pull }) => (pull?.state === "merged" && pull.base === plan.base ? [pull] : []))
    .slice(-maxMerged);

/** Rules change seldom, and a run looks often. */
const rulesMs = 30_000;

const remembered = ({ plan, rules, now }: CiPorts): (() => Promise<BaseRules>) => {
  let known: { readonly rules: BaseRules; readonly until: number } | null = null;
  return async () => {
    if (known === null || known.until <= now().getTime())
      known = { rules: await rules(plan.base), until: now().getTime() + rulesMs };
    return known.rules;
  };
};

interface Looking {
  readonly ports: CiPorts;
  readonly rules: BaseRules;
  readonly isExpected: boolean;
}

const headOf = async (one: DesiredTodo, at: QueuedHead, looking: Looking): Promise<CiHead> => {
  const { ports } = looking;
  const state = stateOf(at, looking);
  const queue = at.isQueued ? ({ kind: "in" } as const) : await leftQueue(one, looking);
  const failed = state.kind === "failed" ? state.checks : queue?.kind === "left" ? queue.failed : [];
  return { head: at.head, state, logs: await logsOf(failed, ports), queue };
};

const stateOf = (at: SeenHead, { ports, rules, isExpected }: Looking): CiState =>
  ciStateOf(at, { rules, ci: ports.plan.ci, now: ports.now(), isExpected });

/** What runs are asked for: those behind what failed, and where something is expected that nobody speaks of. */
const asksForRuns = (at: SeenHead, looking: Looking): boolean => {
  if (at.runs !== null) return false;
  const state = stateOf(at, looking);
  return (
    state.kind === "failed" ||
    state.kind === "not-run" ||
    (state.kind === "pending" &&
      state.checks.every((name) => at.checks.every((check) => check.name !== name))) ||
    (state.kind === "passed" && (state.checks.length === 0 || looking.ports.plan.ci.wait === "all"))
  );
};

/** Failed jobs whose logs are read. */
const maxLogs = 5;

const logsOf = async (
  failed: readonly SeenCheck[],
  { logEnd }: CiPorts,
): Promise<ReadonlyMap<number, string>> => {
  const logs = new Map<number, string>();
  for (const { job } of failed.slice(0, maxLogs)) {
    const end = job && (await logEnd(job.id));
    if (job && end) logs.set(job.id, end);
  }
  return logs;
};

/** So long after it was put there the forge need not show it in the queue. */
const queueMs = 60_000;

const leftQueue = async (
  { record, pull }: DesiredTodo,
  { ports: { ejection, now }, rules }: Pick<Looking, "ports" | "rules">,
): Promise<CiHead["queue"]> => {
  const { mergeWait } = record;
  if (mergeWait?.code !== "queued" || pull?.head !== mergeWait.head) return null;
  const found = await ejection(pull, mergeWait.at);
  const isNew = now().getTime() < Date.parse(mergeWait.at) + queueMs;
  if (found === null) return isNew ? { kind: "in" } : { kind: "left", said: "nobody said why", failed: [] };
  return { kind: "left", said: found.said, failed: requiredOf(found.failed, rules) };
};

/** What a group has to pass, as far as it is known; else whatever failed there. */
const requiredOf = (failed: readonly SeenCheck[], { checks }: BaseRules): readonly SeenCheck[] => {
  const required = failed.filter(({ name }) => checks.includes(name));
  return required.length > 0 ? required : failed;
};

/** Which heads lack something of the base, where that matters: those that nothing runs at, and, in a strict base, the next that is to be merged. */
const behindIn = async (
  { todos: all }: DesiredState,
  {
    todos,
    heads,
    ports,
    rules,
  }: Pick<Looking, "ports" | "rules"> & {
    readonly todos: readonly DesiredTodo[];
    readonly heads: ReadonlyMap<string, CiHead>;
  },
): Promise<Pick<CiLook, "behind" | "current" | "update">> => {
  const { plan, forge, publisher } = ports;
  const next = plan.merge === "auto" && rules.upToDate ? nextToMerge(all) : null;
  const asked = todos.filter(
    ({ todo, pull }) =>
      pull?.base === plan.base && (todo.id === next || heads.get(todo.id)?.state.kind === "not-run"),
  );
  const [behind, current] = [new Set<string>(), new Set<string>()];
  if (asked.length === 0) return { behind, current, update: null };
  const { sha } = await readBase(forge, plan.base);
  await publisher.fetch([...new Set([sha, ...asked.flatMap(({ pull }) => pull?.head ?? [])])]);
  for (const { todo, pull } of asked)
    (pull && (await publisher.contains(pull.head, sha)) ? current : behind).add(todo.id);
  return { behind, current, update: asked.find(({ todo }) => behind.has(todo.id))?.todo.id ?? null };
};

/** The first in submission order that is wanted and not merged. */
const nextToMerge = (todos: readonly DesiredTodo[]): string | null =>
  inOrder(
    todos.filter((one) => one.origin !== "orphan" && !isUnwanted(one) && one.pull?.state !== "merged"),
    ({ todo }) => todo.order,
  )[0]?.todo.id ?? null;

/** At a head that has all of the base, nothing runs that could: that is how its repository is. */
const settleBare = (
  { todo, pull }: DesiredTodo,
  heads: Map<string, CiHead>,
  { plan, behind }: Pick<CiLook, "behind"> & { readonly plan: Plan },
): void => {
  const head = heads.get(todo.id);
  if (head?.state.kind !== "not-run" || head.state.checks.length > 0) return;
  if (pull?.base !== plan.base || behind.has(todo.id)) return;
  heads.set(todo.id, { ...head, state: { kind: "passed", checks: [] } });
};

const nextIn = (heads: ReadonlyMap<string, CiHead>, { now, pauseMs }: CiPorts): string | null => {
  const isPending = [...heads.values()].some(({ state, queue }) => isOnItsWay(state) || queue?.kind === "in");
  return isPending ? new Date(now().getTime() + pauseMs).toISOString() : null;
};
