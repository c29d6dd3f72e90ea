import type { Plan, Todo } from "../../core/plan/plan.ts";
import { accountWaits, heldTexts } from "../../core/report/account-waits.ts";
import { type PlanStatus, planStatusOf, type StatusBody } from "../../core/report/plan-status.ts";
import { ownLabel } from "../../core/snapshot/record.ts";
import { emptySnapshot, type SeenFix, type Snapshot } from "../../core/snapshot/snapshot.ts";
import type { HowToAnswer } from "../../core/todo/answers.ts";
import { type DesiredTodo, stateOnForge } from "../../core/todo/desired.ts";
import { type DesiredState, desiredState } from "../../core/todo/desired-state.ts";
import { claimOf } from "../../core/todo/state.ts";
import { readOwn } from "../../github/adopted.ts";
import { at } from "../../github/client.ts";
import type { ReadIssue } from "../../github/issue-record.ts";
import { readMilestone } from "../../github/milestones.ts";
import { snapshotReader } from "../../github/snapshot.ts";
import { timeText } from "../../local/held-accounts.ts";
import type { ClaimLiveness } from "../../steps/ports.ts";
import type { OpenForge } from "../open-forge.ts";

/** How a plan stands by its file and the forge; without a forge, nothing has begun. */
export const readPlanStatus = async (
  plan: Plan,
  forge: OpenForge | null,
  how?: HowToAnswer,
): Promise<PlanStatus> => {
  const desired = await readDesired(plan, forge);
  const { id, title, bodies, limits, prices } = plan;
  const accounts = heldTexts(accountWaits(desired, new Date()), timeText);
  return planStatusOf({ plan: id, title }, { ...desired, bodies, limits, prices, how, accounts });
};

/** What the forge says now; without one, nothing has begun. */
export const readDesired = async (plan: Plan, forge: OpenForge | null): Promise<DesiredState> =>
  forge
    ? await snapshotReader(forge.github, plan, forge.livenessOf).read()
    : desiredState(plan, emptySnapshot);

/** How every plan stands that the forge knows, by its issues alone: the plan files may be anywhere. */
export const readAllStatuses = async ({ github, livenessOf }: OpenForge): Promise<PlanStatus[]> => {
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
  const issues = (await readOwn(github, raw)).sort((a, b) => a.issue.number - b.issue.number);
  const plans = [...new Set(issues.map(({ record }) => record.plan))];
  const statuses = plans.map((plan) => {
    const own = issues.filter(({ record }) => record.plan === plan);
    const milestone = milestones.get(own[0]?.issue.number ?? 0) ?? null;
    const seen = milestone && readMilestone(milestone);
    return planStatusOfIssues(
      { plan, title: milestone?.title ?? plan },
      { own, milestone: seen, livenessOf },
    );
  });
  return await Promise.all(statuses);
};

interface OwnIssues {
  readonly own: readonly ReadIssue[];
  readonly milestone: Snapshot["milestone"];
  readonly livenessOf: ClaimLiveness;
}

const planStatusOfIssues = async (
  named: { plan: string; title: string },
  { own, milestone, livenessOf }: OwnIssues,
): Promise<PlanStatus> => {
  const todos = (await Promise.all(own.map((one) => todoOf(one, livenessOf)))).flat();
  const fixes = own.flatMap(({ issue, record }): SeenFix[] =>
    record.kind === "fix" ? [{ issue, record }] : [],
  );
  const ids = [...new Set(todos.map(({ todo }) => todo.body))];
  const bodies = ids.map((id): StatusBody => ({ id, title: id, after: [] }));
  return planStatusOf(named, { todos, bodies, snapshot: { ...emptySnapshot, milestone, fixes } });
};

/** What an issue alone says of its todo, and its claim's run of that; nothing for issues that are no todo's. */
const todoOf = async ({ issue, record }: ReadIssue, livenessOf: ClaimLiveness): Promise<DesiredTodo[]> => {
  if (record.kind !== "todo") return [];
  const claim = claimOf(record.state);
  const held = claim !== null && (await livenessOf(claim.run, record.todo)) === "live";
  const { body, order, branch, phase, needs } = record;
  const todo: Todo = {
    ...{ id: record.todo, body, order, branch, phase, needs },
    ...{ title: issue.title, text: issue.text, stack: false },
  };
  return [
    {
      ...{ todo, record: { ...record, state: stateOnForge(record.state, issue) } },
      origin: record.from === null ? "plan" : "follow-up",
      seen: { issue, record, claim: null },
      ...{ pull: null, fixes: [], held, events: [] },
    },
  ];
};
