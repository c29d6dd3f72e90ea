import { keyOf } from "../key.ts";
import { maxLinked } from "../snapshot/record.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import { isInPlan } from "../todo/left.ts";
import type { Change } from "./change.ts";

/*
 * What the forge itself shows of a plan: needs as dependencies of issues, todos as parts of the tracking issue. The
 * records stay the truth; what the forge takes none of, or no more of, is not tried again.
 */

/** Parts of one issue, and issues that one blocks, that GitHub allows. */
export const maxLinks = { parts: 100, blocked: 50 };

/** Issues that one look links: each takes a few requests, and no lane waits for them. */
const atOnce = 20;

interface Links {
  readonly changes: readonly Change[];
  /** Marks of those that are linked then. */
  readonly linked: readonly string[];
}

/** The links that are missing, the first todos before the others; none before there is a tracking issue. */
export const linksOf = (todos: readonly DesiredTodo[], tracking: Snapshot["tracking"]): Links => {
  if (!tracking) return { changes: [], linked: [] };
  const made = new Set(tracking.record.linked ?? []);
  const wanted = wantedLinks(todos, tracking.issue.number).slice(0, maxLinked);
  const missing = wanted.filter(({ mark }) => !made.has(mark)).slice(0, atOnce);
  const then = new Set(missing.map(({ mark }) => mark));
  return {
    changes: missing.map(({ change }) => change),
    linked: wanted.flatMap(({ mark }) => (made.has(mark) || then.has(mark) ? [mark] : [])),
  };
};

interface WantedLink {
  readonly mark: string;
  readonly change: Change;
}

const wantedLinks = (todos: readonly DesiredTodo[], parent: number): WantedLink[] => {
  const numbers = new Map(todos.flatMap(({ todo, seen }) => (seen ? [[todo.id, seen.issue.number]] : [])));
  const blocked = new Map<number, number>();
  const isFree = (blocker: number): boolean => {
    const count = (blocked.get(blocker) ?? 0) + 1;
    blocked.set(blocker, count);
    return count <= maxLinks.blocked;
  };
  return todos.filter(isInPlan).flatMap(({ todo, seen }, at) => {
    if (!seen) return [];
    const { number } = seen.issue;
    const of = (ids: readonly string[]) => ids.flatMap((id) => numbers.get(id) ?? []);
    const blockers = of(todo.needs);
    if (blockers.length < todo.needs.length) return [];
    const blockedBy = blockers.filter(isFree);
    const freed = of(seen.record.needs).filter((one) => !blockers.includes(one));
    const part = at < maxLinks.parts ? parent : null;
    const mark = keyOf(JSON.stringify([number, part, blockedBy])).slice(0, 8);
    const why = linkText({ part, blockedBy });
    return [
      { mark, change: { type: "link", why, todo: todo.id, number, parent: part, blockedBy, freed } as const },
    ];
  });
};

const linkText = ({ part, blockedBy }: { part: number | null; blockedBy: readonly number[] }): string =>
  [
    ...(part === null ? [] : [`a part of #${part}`]),
    ...(blockedBy.length === 0 ? [] : [`blocked by ${blockedBy.map((one) => `#${one}`).join(", ")}`]),
  ].join(", ") || "blocked by nothing any more";
