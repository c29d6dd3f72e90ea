import { MilepostError } from "../../core/error.ts";
import { wantsOf } from "../../core/lane/grant.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { planStatusOf, type TodoStatus } from "../../core/report/plan-status.ts";
import { noteMarker } from "../../core/snapshot/marker.ts";
import type { HowToAnswer } from "../../core/todo/answers.ts";
import type { DesiredTodo } from "../../core/todo/desired.ts";
import type { DesiredState } from "../../core/todo/desired-state.ts";
import type { TodoRecord } from "../../core/todo/record.ts";
import { type Decision, decisionOn } from "../../core/todo/state.ts";
import { at, type GitHub } from "../../github/client.ts";
import type { FoundPlan } from "../find-plan.ts";
import { noSuchTodo } from "../no-such-todo.ts";
import type { OpenForge } from "../open-forge.ts";
import { readDesired } from "./read.ts";

/** How one todo stands: all that the forge remembers of it, and who said what. */
export interface TodoDetails extends TodoStatus {
  readonly plan: string;
  /** The plan's file. */
  readonly file: string;
  readonly body: string;
  readonly branch: string;
  readonly limits: Pick<Plan["limits"], "rounds" | "attempts">;
  readonly record: Pick<
    TodoRecord,
    "findings" | "asks" | "answers" | "granted" | "lost" | "forgiven" | "paused" | "logs" | "resume"
  > & {
    readonly verdict: Decision | null;
    readonly wants: readonly string[];
    /** Who skipped it by a command, and why; `null` when nobody did. */
    readonly skipped: string | null;
  };
  /** The last table of its gates, in Markdown; `null` before there was one. */
  readonly gates: string | null;
  readonly said: readonly Remark[];
}

/** What somebody said on a todo's issue or pull request, the earliest first. */
interface Remark {
  /** When, ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly where: "issue" | "pull request" | "review";
  readonly text: string;
}

/**
 * How a todo stands, named by its id or order.
 *
 * @throws {MilepostError} when the plan has none of that name.
 */
export const readTodo = async (
  { plan, file }: FoundPlan,
  forge: OpenForge | null,
  { name, how }: { name: string; how: HowToAnswer },
): Promise<TodoDetails> => {
  const { todos, snapshot } = await readDesired(plan, forge);
  const one = todoNamed(todos, plan, name);
  const said = forge ? await saidOf(forge.github, one) : [];
  const gates = said.find(({ text }) => text.startsWith(noteMarker("gates")));
  return {
    ...todoStatusIn({ plan, todos, snapshot, how }, one),
    ...{ plan: plan.id, file, body: one.todo.body, branch: one.todo.branch, record: detailsOf(one.record) },
    limits: plan.limits,
    gates: gates === undefined ? null : unmarked(gates.text),
    said: said
      .filter((other) => other !== gates && !isToldAlready(other))
      .map((other) => ({ ...other, text: unmarked(other.text) }))
      .filter(({ text }) => text !== ""),
  };
};

/** Why it is blocked stands above. */
const isToldAlready = ({ text }: Remark): boolean => text.startsWith("<!-- milepost-note blocked ");

const detailsOf = (record: TodoRecord): TodoDetails["record"] => ({
  ...record,
  verdict: decisionOn(record.state),
  wants: wantsOf(record),
  skipped: record.state.status === "skipped" ? record.state.why : null,
});

/**
 * The todo of that id or order.
 *
 * @throws {MilepostError} when there is none.
 */
export const todoNamed = (todos: readonly DesiredTodo[], plan: Plan, name: string): DesiredTodo => {
  const found = todos.find(({ todo }) => todo.id === name || todo.order === name);
  if (found) return found;
  throw noSuchTodo(
    plan.id,
    name,
    todos.map(({ todo }) => todo.id),
  );
};

const todoStatusIn = (
  { plan, how, ...seen }: Pick<DesiredState, "todos" | "snapshot"> & { plan: Plan; how: HowToAnswer },
  one: DesiredTodo,
): TodoStatus => {
  const bodies = [...plan.bodies, { id: one.todo.body, title: one.todo.body, after: [] }];
  const { id, title, limits, prices } = plan;
  const { bodies: shown } = planStatusOf({ plan: id, title }, { ...seen, bodies, limits, prices, how });
  const found = shown.flatMap((body) => body.todos).find(({ todo }) => todo === one.todo.id);
  if (found) return found;
  throw new MilepostError(`the todo ${one.todo.id} was removed from the plan before it began`, {
    hint: "put it back, or look at its closed issue",
  });
};

const saidOf = async (github: GitHub, { seen, record }: DesiredTodo): Promise<Remark[]> => {
  const [onIssue, onPull, reviews] = await Promise.all([
    seen ? commentsOn(github, seen.issue.number, "issue") : [],
    record.pull === null ? [] : commentsOn(github, record.pull, "pull request"),
    record.pull === null ? [] : reviewsOf(github, record.pull),
  ]);
  return [...onIssue, ...onPull, ...reviews].sort((a, b) => a.at.localeCompare(b.at));
};

const commentsOn = async (
  github: GitHub,
  issue_number: number,
  where: "issue" | "pull request",
): Promise<Remark[]> => {
  const { octokit } = github;
  const asked = { ...at(github), issue_number, per_page: 100 };
  const found = await octokit.paginate(octokit.rest.issues.listComments, asked);
  return found.map(({ created_at, user, body = "" }) => ({
    ...{ at: created_at, by: user?.login ?? "ghost", where, text: body },
  }));
};

const reviewsOf = async (github: GitHub, pull_number: number): Promise<Remark[]> => {
  const { octokit } = github;
  const asked = { ...at(github), pull_number, per_page: 100 };
  const found = await octokit.paginate(octokit.rest.pulls.listReviews, asked);
  return found.map(({ submitted_at = "", user, state, body }) => ({
    ...{ at: submitted_at, by: user?.login ?? "ghost", where: "review" as const },
    text: `${state.toLowerCase().replaceAll("_", " ")}: ${unmarked(body)}`,
  }));
};

/** A comment without the markers in it. */
const unmarked = (body: string): string => body.replace(/<!--[\s\S]*?-->/g, "").trim();
