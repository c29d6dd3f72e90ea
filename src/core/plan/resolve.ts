import { sinkOf } from "./notify.ts";
import type { Body, Plan } from "./plan.ts";
import type { PlanFile } from "./schema.ts";

/** The plan of a file in which nothing is wrong; orders and branches are in the order of its todos. */
export const resolvePlan = (file: PlanFile, orders: readonly string[], branches: readonly string[]): Plan => {
  const { version: _, plan: id, bodies, coverage, agent, reviewer, notify, ...rest } = file;
  let next = 0;
  return {
    ...rest,
    id,
    coverage: coverage ? { reports: [coverage.report].flat(), code: coverage.code } : null,
    agents: listed(agent),
    reviewers: listed(reviewer),
    notify: notify.map(sinkOf),
    bodies: bodies.map((body): Body => {
      const first = next;
      next += body.todos.length;
      return {
        id: body.body,
        title: body.title ?? body.body,
        worktree: body.worktree ?? body.body,
        owns: body.owns ?? null,
        after: body.after,
        accepts: body.accepts,
        agents: listed(body.agent),
        todos: body.todos.map(({ todo, phase = 0, title, text, needs, stack, issue }, index) => ({
          id: todo,
          body: body.body,
          order: orders[first + index] ?? "",
          branch: branches[first + index] ?? "",
          phase,
          title,
          text,
          needs,
          stack,
          ...(issue === undefined ? {} : { issue }),
        })),
      };
    }),
  };
};

const listed = <T>(given: T | readonly T[] | undefined): readonly T[] => {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given as T];
};
