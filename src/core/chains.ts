import { groupBy } from "./group.ts";
import { isDone, type Wanted } from "./mend.ts";
import type { Plan } from "./plan/plan.ts";

/** A todo, or the end of a body or a phase, which counts nothing and keeps the links few. */
interface Link {
  readonly counts: 0 | 1;
  readonly followers: Link[];
  /** Followers that were looked at. */
  passed: number;
  /** Todos of the longest chain that starts here; `null` until it is measured. */
  length: number | null;
}

type TodoLink = Link & Pick<Wanted, "todo" | "origin">;

const newLink = (counts: 0 | 1): Link => ({ counts, followers: [], passed: 0, length: null });

/** For each todo, how many todos the longest chain that starts with it has left. */
export const chainLengths = (
  wanted: readonly Wanted[],
  plan: Pick<Plan, "bodies">,
): ((one: Wanted) => number) => {
  const links = wanted
    .filter((one) => !isDone(one))
    .map(({ todo, origin }): TodoLink => ({ todo, origin, ...newLink(1) }));
  const byId = new Map(links.map((link) => [link.todo.id, link]));
  linkNeeds(links, byId);
  linkPhases(links);
  linkBodies(links, plan);
  for (const link of links) measure(link);
  return ({ todo }) => byId.get(todo.id)?.length ?? 0;
};

const linkNeeds = (links: readonly TodoLink[], byId: ReadonlyMap<string, TodoLink>): void => {
  for (const link of links) for (const need of link.todo.needs) byId.get(need)?.followers.push(link);
};

const linkPhases = (links: readonly TodoLink[]): void => {
  const phases = [...groupBy(links, ({ todo }) => todo.phase)].sort(([a], [b]) => a - b);
  phases.forEach(([, members], at) => {
    const [, later] = phases[at + 1] ?? [];
    const end = later && endOf(members);
    for (const link of later ?? []) end?.followers.push(link);
  });
};

const linkBodies = (links: readonly TodoLink[], { bodies }: Pick<Plan, "bodies">): void => {
  const members = groupBy(links, ({ todo }) => todo.body);
  const planned = groupBy(
    links.filter(({ origin }) => origin === "plan"),
    ({ todo }) => todo.body,
  );
  for (const inBody of planned.values()) {
    inBody.forEach((link, at) => {
      const next = inBody[at + 1];
      if (next) link.followers.push(next);
    });
  }
  const awaited = new Set(bodies.flatMap(({ after }) => after));
  const ends = new Map([...awaited].map((body) => [body, endOf(members.get(body) ?? [])]));
  for (const { id, after } of bodies) {
    const [first] = planned.get(id) ?? [];
    if (first) for (const body of after) ends.get(body)?.followers.push(first);
  }
};

/** What follows all of these. */
const endOf = (members: readonly Link[]): Link => {
  const end = newLink(0);
  for (const link of members) link.followers.push(end);
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
