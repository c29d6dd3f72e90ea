import { groupBy } from "../group.ts";
import type { Plan } from "../plan/plan.ts";
import { type DesiredTodo, isDone } from "../todo/desired.ts";

/** A todo, or the end of a body or a phase, which counts nothing and keeps the links few. */
interface Link {
  readonly counts: 0 | 1;
  followers: Link[];
  /** How many it follows itself. */
  awaits: number;
  /** Followers that were looked at. */
  passed: number;
  /** Todos of the longest chain that starts here; `null` until it is measured. */
  length: number | null;
}

type TodoLink = Link & Pick<DesiredTodo, "todo" | "origin">;

const linkOf = ({ todo, origin }: DesiredTodo): TodoLink => ({
  todo,
  origin,
  counts: 1,
  followers: [],
  awaits: 0,
  passed: 0,
  length: null,
});

/** Most have one follower: room for one takes a tenth of what a list takes that is about to grow. */
const follow = (before: Link, after: Link): void => {
  if (before.followers.length === 0) before.followers = [after];
  else before.followers.push(after);
  after.awaits += 1;
};

/** For each todo, how many todos the longest chain that starts with it has left. */
export const chainLengths = (
  wanted: readonly DesiredTodo[],
  plan: Pick<Plan, "bodies">,
): ((one: DesiredTodo) => number) => {
  const links = linksOf(
    wanted.filter((one) => !isDone(one)),
    plan,
  );
  for (const link of links.values()) measure(link);
  return ({ todo }) => links.get(todo.id)?.length ?? 0;
};

/** Which of these todos stand in a circle or wait for one, so that none can ever start. */
export const circled = (undone: readonly DesiredTodo[], plan: Pick<Plan, "bodies">): DesiredTodo[] => {
  const links = linksOf(undone, plan);
  const free: Link[] = [...links.values()].filter(({ awaits }) => awaits === 0);
  for (const { followers } of free) {
    for (const link of followers) {
      link.awaits -= 1;
      if (link.awaits === 0) free.push(link);
    }
  }
  return undone.filter(({ todo }) => (links.get(todo.id)?.awaits ?? 0) > 0);
};

/** The todos by id, each linked to what waits for it. */
const linksOf = (
  undone: readonly DesiredTodo[],
  { bodies }: Pick<Plan, "bodies">,
): ReadonlyMap<string, TodoLink> => {
  const links = undone.map(linkOf);
  const byId = new Map(links.map((link) => [link.todo.id, link]));
  linkNeeds(links, byId);
  linkPhases(links);
  linkBodies(links, bodies);
  return byId;
};

const linkNeeds = (links: readonly TodoLink[], byId: ReadonlyMap<string, TodoLink>): void => {
  for (const link of links) {
    for (const need of link.todo.needs) {
      const needed = byId.get(need);
      if (needed) follow(needed, link);
    }
  }
};

/** Follow-ups hold later phases up, but wait for none. */
const linkPhases = (links: readonly TodoLink[]): void => {
  const phases = [...groupBy(links, ({ todo }) => todo.phase)].sort(([a], [b]) => a - b);
  let before: Link | null = null;
  for (const [, members] of phases.length > 1 ? phases : []) {
    const end = endOf(members);
    if (before) for (const link of [end, ...members.filter(isPlanned)]) follow(before, link);
    before = end;
  }
};

const linkBodies = (links: readonly TodoLink[], bodies: Plan["bodies"]): void => {
  const planned = groupBy(links.filter(isPlanned), ({ todo }) => todo.body);
  for (const inBody of planned.values()) {
    inBody.forEach((link, at) => {
      const next = inBody[at + 1];
      if (next) follow(link, next);
    });
  }
  const awaited = new Set(bodies.flatMap(({ after }) => after));
  const members = groupBy(
    links.filter(({ todo }) => awaited.has(todo.body)),
    ({ todo }) => todo.body,
  );
  const ends = new Map([...members].map(([body, all]) => [body, endOf(all)]));
  for (const { id, after } of bodies) {
    const [first] = planned.get(id) ?? [];
    const waitsFor = after.flatMap((body) => ends.get(body) ?? []);
    if (first) for (const end of waitsFor) follow(end, first);
  }
};

const isPlanned = ({ origin }: TodoLink): boolean => origin === "plan";

/** What follows all of these. */
const endOf = (members: readonly Link[]): Link => {
  const end: Link = { counts: 0, followers: [], awaits: 0, passed: 0, length: null };
  for (const link of members) follow(link, end);
  return end;
};

/** Measures a link and all that follow it; without recursion, since chains may be as long as plans. */
const measure = (start: Link): void => {
  const path = start.length === null ? [start] : [];
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const follower = top.followers[top.passed];
    top.passed += 1;
    if (follower === undefined) {
      top.length = top.counts + top.followers.reduce((most, { length }) => Math.max(most, length ?? 0), 0);
      path.pop();
    } else if (follower.length === null) path.push(follower);
  }
};
