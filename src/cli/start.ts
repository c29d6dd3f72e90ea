import type { Plan } from "../core/plan/plan.ts";
import { type DesiredTodo, isDone } from "../core/todo/desired.ts";
import { connect } from "../github/client.ts";
import { snapshotReader } from "../github/snapshot.ts";
import type { RunEvent } from "../local/events.ts";
import type { ForgeConnection } from "../local/forge.ts";

type StartEvent = Extract<RunEvent, { type: "start" }>;

/** The first event of a run: the plan, and what earlier runs have come to. */
export const startEvent = async (
  plan: Plan,
  forge: ForgeConnection,
  { data, isFirst }: { data: string; isFirst: boolean },
): Promise<StartEvent> => {
  const begun = isFirst ? [] : await workSoFar(plan, forge);
  return {
    type: "start",
    plan: plan.id,
    title: plan.title,
    parallel: plan.parallel,
    forge: forge.url,
    data,
    bodies: plan.bodies.map(({ id, title, todos }) => {
      const known = begun.filter(({ todo, origin }) => todo.body === id && origin !== "orphan");
      const all = [...todos, ...known.map(({ todo }) => todo)].map((todo) => todo.id);
      const done = known.filter(isDone).map(({ todo }) => todo.id);
      return { body: id, title, todos: [...new Set(all)], done };
    }),
  };
};

const workSoFar = async (plan: Plan, forge: ForgeConnection): Promise<readonly DesiredTodo[]> => {
  const github = connect({ ...forge, token: forge.tokens.bot });
  return (await snapshotReader(github, plan, async () => "interrupted").read()).todos;
};
