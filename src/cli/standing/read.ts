import { mended } from "../../core/decide/decide.ts";
import type { Wanted } from "../../core/decide/mend.ts";
import type { Plan, Todo } from "../../core/plan/plan.ts";
import { ownLabel } from "../../core/snapshot/record.ts";
import { emptySnapshot, type SeenFix, type Snapshot } from "../../core/snapshot/snapshot.ts";
import { at, type GitHub } from "../../github/client.ts";
import { type ReadIssue, readIssue } from "../../github/issues.ts";
import { readMilestone } from "../../github/milestones.ts";
import { snapshotReader } from "../../github/snapshot.ts";
import type { Look } from "../look.ts";
import { type PlanStanding, type StandingBody, standingOf } from "./standing.ts";

/** How a plan stands by its file and the forge; without a forge, nothing has begun. */
export const readPlanStanding = async (plan: Plan, look: Look | null): Promise<PlanStanding> => {
  const snapshot = look ? await snapshotReader(look.github, plan, look.standing).read() : emptySnapshot;
  const wanted = mended(plan, snapshot);
  return standingOf({ plan: plan.id, title: plan.title }, { wanted, bodies: plan.bodies, snapshot });
};

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
  const wanted = own.flatMap((one) => wantedOf(one) ?? []);
  const fixes = own.flatMap(({ issue, record }): SeenFix[] =>
    record.kind === "fix" ? [{ issue, record }] : [],
  );
  const ids = [...new Set(wanted.map(({ todo }) => todo.body))];
  const bodies = ids.map((id): StandingBody => ({ id, title: id, after: [] }));
  return standingOf(named, { wanted, bodies, snapshot: { ...emptySnapshot, milestone, fixes } });
};

/** What an issue alone says of its todo; `null` for issues that are no todo's. */
const wantedOf = ({ issue, record }: ReadIssue): Wanted | null => {
  if (record.kind !== "todo") return null;
  const { body, order, branch, phase, needs } = record;
  const todo: Todo = {
    ...{ id: record.todo, body, order, branch, phase, needs },
    ...{ title: issue.title, text: issue.text },
  };
  return {
    ...{ todo, record, open: issue.open, notPlanned: issue.notPlanned },
    origin: record.from === null ? "plan" : "follow-up",
    seen: { issue, record, claim: null },
    ...{ pull: null, fixes: [], held: false, why: [] },
  };
};
