import type { Plan, Todo } from "../../core/plan/plan.ts";
import { ownLabel } from "../../core/snapshot/record.ts";
import { emptySnapshot, type SeenFix, type Snapshot } from "../../core/snapshot/snapshot.ts";
import { type DesiredTodo, stateOnForge } from "../../core/todo/desired.ts";
import { type DesiredState, desiredState } from "../../core/todo/desired-state.ts";
import { at, type GitHub } from "../../github/client.ts";
import { type ReadIssue, readIssue } from "../../github/issues.ts";
import { readMilestone } from "../../github/milestones.ts";
import { snapshotReader } from "../../github/snapshot.ts";
import type { Look } from "../look.ts";
import { type PlanStanding, type StandingBody, standingOf } from "./standing.ts";

/** How a plan stands by its file and the forge; without a forge, nothing has begun. */
export const readPlanStanding = async (plan: Plan, look: Look | null): Promise<PlanStanding> => {
  const { todos, snapshot } = await readDesired(plan, look);
  return standingOf({ plan: plan.id, title: plan.title }, { todos, bodies: plan.bodies, snapshot });
};

/** What the forge says now; without one, nothing has begun. */
export const readDesired = async (plan: Plan, look: Look | null): Promise<DesiredState> =>
  look ? await snapshotReader(look.github, plan, look.standing).read() : desiredState(plan, emptySnapshot);

/** How every plan stands that the forge knows, by its issues alone: the plan files may be anywhere. */
export const readAllStandings = async (github: GitHub): Promise<PlanStanding[]> => {
  const { octokit } = github;
  const raw = await octokit.paginate(octokit.rest.issues.listForRepo, {
    ...at(github),
    labels: ownLabel,
    state: "all",
    per_page: 100,
  });
  const milestones = new Map(
    raw.flatMap(({ number, milestone }) => (milestone ? [[number, milestone]] : [])),
  );
  const issues = raw.flatMap((one) => readIssue(one) ?? []).sort((a, b) => a.issue.number - b.issue.number);
  const plans = [...new Set(issues.map(({ record }) => record.plan))];
  return plans.map((plan) => {
    const own = issues.filter(({ record }) => record.plan === plan);
    const milestone = milestones.get(own[0]?.issue.number ?? 0) ?? null;
    const seen = milestone && readMilestone(milestone);
    return standingOfIssues({ plan, title: milestone?.title ?? plan }, own, seen);
  });
};

const standingOfIssues = (
  named: { plan: string; title: string },
  own: readonly ReadIssue[],
  milestone: Snapshot["milestone"],
): PlanStanding => {
  const todos = own.flatMap((one) => todoOf(one) ?? []);
  const fixes = own.flatMap(({ issue, record }): SeenFix[] =>
    record.kind === "fix" ? [{ issue, record }] : [],
  );
  const ids = [...new Set(todos.map(({ todo }) => todo.body))];
  const bodies = ids.map((id): StandingBody => ({ id, title: id, after: [] }));
  return standingOf(named, { todos, bodies, snapshot: { ...emptySnapshot, milestone, fixes } });
};

/** What an issue alone says of its todo; `null` for issues that are no todo's. */
const todoOf = ({ issue, record }: ReadIssue): DesiredTodo | null => {
  if (record.kind !== "todo") return null;
  const { body, order, branch, phase, needs } = record;
  const todo: Todo = {
    ...{ id: record.todo, body, order, branch, phase, needs },
    ...{ title: issue.title, text: issue.text },
  };
  return {
    ...{ todo, record: { ...record, state: stateOnForge(record.state, issue) } },
    origin: record.from === null ? "plan" : "follow-up",
    seen: { issue, record, claim: null },
    ...{ pull: null, fixes: [], held: false, events: [] },
  };
};
