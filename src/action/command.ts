import { z } from "zod";
import { parseCalls } from "../core/command/parse.ts";
import { planMarker } from "../core/decide/texts.ts";
import { MilepostError } from "../core/error.ts";
import { todoIn } from "../core/lane/pull-body.ts";
import type { Plan } from "../core/plan/plan.ts";
import { code } from "../core/publish/line.ts";
import { type GitHub, statusOf } from "../github/client.ts";
import { getIssue, type ReadIssue } from "../github/issues.ts";
import { findMilestone } from "../github/milestones.ts";
import { mayWrite } from "../github/rights.ts";
import { dispatch } from "../github/runs.ts";
import { connectAs } from "./connect.ts";
import { type JobEvent, readEvent } from "./event.ts";
import { type Inputs, token } from "./inputs.ts";
import type { Job } from "./job.ts";
import type { StepOutcome } from "./run-action.ts";

export const commandInputs = {
  workflow: z.string().trim().min(1).default("milepost.yml"),
  token,
} as const;

/**
 * Hears a comment or a person's review, and starts orchestrate for the plan that it is about: orchestrate alone writes
 * a plan's issues, so it obeys, answers and refuses, and does so too when this run is lost. Whoever may not write starts
 * nothing: the next orchestrate that somebody else starts tells them, once.
 */
export const commandAction = async (inputs: Inputs<typeof commandInputs>, job: Job): Promise<StepOutcome> => {
  const heard = heardIn(await readEvent());
  if (heard.kind === "nothing") return told(heard.why, []);
  const github = await connectAs(job, inputs);
  if (!(await mayWrite(github, heard.by)))
    return told(`${code(heard.by)} may not command here: that takes write access. Nothing was started.`, []);
  const plans = await plansOf(github, heard, () => plansIn(job));
  for (const plan of plans) {
    await dispatch(github, { workflow: inputs.workflow, ref: heard.ref, inputs: { plan } });
  }
  return told(plans.length === 0 ? "It is about no plan that is open." : "", plans);
};

const told = (why: string, plans: readonly string[]): StepOutcome => ({
  outputs: { plans: JSON.stringify(plans) },
  summary: why !== "" ? why : `Started: ${plans.map((id) => `\`${id}\``).join(", ")}.`,
  failed: null,
});

const person = z.object({ login: z.string(), type: z.string() }).nullable();
const payload = z.object({
  repository: z.object({ default_branch: z.string() }),
  comment: z.object({ body: z.string().nullable(), user: person }).optional(),
  issue: z
    .object({ number: z.int(), body: z.string().nullish(), pull_request: z.unknown().optional() })
    .optional(),
  review: z.object({ user: person }).optional(),
  pull_request: z.object({ body: z.string().nullish() }).optional(),
});

type Heard =
  | { readonly kind: "nothing"; readonly why: string }
  | (Spoken & { readonly kind: "issue"; readonly issue: number })
  /** With the issue of the todo that it says it is of. */
  | (Spoken & { readonly kind: "pull"; readonly issue: number | null });

interface Spoken {
  /** The login of who wrote it. */
  readonly by: string;
  readonly ref: string;
}

const heardIn = ({ name, payload: given }: JobEvent): Heard => {
  const read = payload.safeParse(given);
  const { comment, issue, review, pull_request, repository } = read.success ? read.data : {};
  const author = (comment ?? review)?.user;
  const said = { by: author?.login ?? "ghost", ref: `refs/heads/${repository?.default_branch}` };
  if (repository && author?.type === "Bot") return { kind: "nothing", why: "Bots are not obeyed." };
  if (repository && review && pull_request)
    return { kind: "pull", issue: todoIn(pull_request.body), ...said };
  if (repository && comment && issue) {
    if (parseCalls(comment.body ?? "").length === 0) return { kind: "nothing", why: "No command is in it." };
    if (issue.pull_request) return { kind: "pull", issue: todoIn(issue.body), ...said };
    return { kind: "issue", issue: issue.number, ...said };
  }
  throw new MilepostError(`the event ${name} is neither a comment nor a review`, {
    hint: "start this workflow `on: issue_comment` and `on: pull_request_review`",
  });
};

/** Loaded late: what is asked of the forge is on its way meanwhile. */
const plansIn = async ({ workspace }: Job): Promise<Plan[]> =>
  (await import("./plan.ts")).allPlans(workspace);

/** The plan that an issue of ours is of; a pull request that names none may be of any plan that is open. */
const plansOf = async (
  github: GitHub,
  heard: Exclude<Heard, { kind: "nothing" }>,
  readPlans: () => Promise<Plan[]>,
): Promise<string[]> => {
  const named = heard.issue === null ? null : ownIssue(github, heard.issue);
  const [own, plans] = await Promise.all([named, readPlans()]);
  if (own || heard.kind === "issue") return plans.flatMap(({ id }) => (id === own?.record.plan ? [id] : []));
  const open: string[] = [];
  for (const { id } of plans) {
    if ((await findMilestone(github, { marker: planMarker(id), title: null }))?.open) open.push(id);
  }
  return open;
};

/** An issue, if it is one of ours. */
const ownIssue = async (github: GitHub, number: number): Promise<ReadIssue | null> => {
  try {
    return await getIssue(github, number);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return null;
  }
};
