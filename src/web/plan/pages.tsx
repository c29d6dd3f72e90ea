import { Hono } from "hono";
import { HttpError } from "../../forge/errors.ts";
import type { PageContext, PageEnv } from "../environment.ts";
import { BoardPage } from "./board.tsx";
import { type ListedPlan, PlanList } from "./list.tsx";
import { LogPage } from "./log.tsx";
import type { PlanPlace } from "./place.ts";
import { Said } from "./said.tsx";
import type { PlanSource } from "./source.ts";
import { TodoPage } from "./todo.tsx";

/** The pages of plans: their boards, their todos, and what a person presses there. */
export const planPages = (source: PlanSource): Hono<PageEnv> =>
  new Hono<PageEnv>()
    .get("/-/plans", async (context) =>
      context.render(<PlanList plans={await listed(source)} />, { title: "Plans", plan: true }),
    )
    .get("/-/plans/:plan", async (context) => {
      const plan = context.req.param("plan");
      const board = found(await source.board(plan));
      const filter = { body: context.req.query("body") ?? "", state: context.req.query("state") ?? "" };
      return context.render(<BoardPage board={board} place={placeIn(source, plan)} filter={filter} />, {
        ...{ title: board.status.title, ...tabsOf(source), plan: true },
      });
    })
    .post("/-/plans/:plan/say", (context) => hear(source, context as PageContext))
    .get("/-/plans/:plan/todos/:todo", async (context) => {
      const { plan, todo } = context.req.param();
      const story = found(await source.todo(plan, todo));
      return context.render(<TodoPage story={story} place={placeIn(source, plan)} web={source.web} />, {
        ...{
          title: `${story.status.order} ${story.status.title}`,
          ...tabsOf(source),
          plan: true,
        },
      });
    })
    .get("/-/plans/:plan/todos/:todo/attempts/:attempt{[0-9]+}", async (context) => {
      const { plan, todo, attempt } = context.req.param();
      const asked = { attempt: Number(attempt), from: Number(context.req.query("from") ?? 0) || 0 };
      const log = found(await source.log(plan, todo, asked));
      if (context.req.query("form") === "json") return context.json(log);
      return context.render(<LogPage plan={plan} todo={todo} attempt={asked.attempt} log={log} />, {
        ...{ title: `${todo}, attempt ${attempt}`, ...tabsOf(source), plan: true, wide: true },
      });
    });

/** A plan that cannot be read is listed all the same: its own page says why. */
const listed = ({ plans, board }: PlanSource): Promise<ListedPlan[]> =>
  Promise.all(plans.map(async (plan) => ({ ...plan, board: await board(plan.id).catch(() => null) })));

const found = <Value,>(value: Value | null): Value => {
  if (value === null)
    throw new HttpError(404, { message: "No plan, todo or attempt of this name is known here." });
  return value;
};

/** The repository's own pages are here only where its forge is. */
const tabsOf = ({ web, repository }: PlanSource) => (web.startsWith("/") ? { repository } : {});

const placeIn = ({ web }: PlanSource, plan: string): PlanPlace => ({
  item: (kind, number) => `${web}/${kind}/${number}`,
  todo: (id) => `/-/plans/${encodeURIComponent(plan)}/todos/${encodeURIComponent(id)}`,
  action: `/-/plans/${encodeURIComponent(plan)}/say`,
});

/** Longest words of a person, in characters. */
const longestWords = 5000;

/** Says what was pressed as a comment does, and shows its answer with the way back. */
const hear = async (source: PlanSource, context: PageContext): Promise<Response> => {
  if (context.var.viewer !== "owner") throw new HttpError(403, { message: "Only the owner is heard here." });
  const plan = context.req.param("plan") ?? "";
  const form = await context.req.parseBody();
  const field = (name: string): string => (typeof form[name] === "string" ? form[name] : "");
  const words = field("words").replace(/\s+/g, " ").trim().slice(0, longestWords);
  const command = [field("command").trim(), words].filter((part) => part !== "").join(" ");
  if (!source.plans.some(({ id }) => id === plan) || !/^[a-z]+( [^\r\n]*)?$/.test(command))
    throw new HttpError(422, { message: "This is no command of a plan that is known here." });
  const todo = field("todo") === "" ? null : field("todo");
  const heard = await source.say(plan, todo, command);
  const back = todo === null ? `/-/plans/${encodeURIComponent(plan)}` : placeIn(source, plan).todo(todo);
  return context.render(
    <Said command={command} heard={heard} back={back} board={`/-/plans/${encodeURIComponent(plan)}`} />,
    {
      ...{ title: command, ...tabsOf(source), plan: true },
    },
  );
};
