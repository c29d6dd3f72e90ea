import { z } from "zod";
import { type Unheard, unheardText } from "../core/command/unheard.ts";
import type { Plan } from "../core/plan/plan.ts";
import { code } from "../core/publish/line.ts";
import type { GitHub } from "../github/client.ts";
import { mayWrite } from "../github/rights.ts";
import { dispatch } from "../github/runs.ts";
import { type HeardEvent, heardIn } from "./command/heard.ts";
import { type PlanFound, planOf } from "./command/plan-of.ts";
import { connectAs } from "./connect.ts";
import { readEvent } from "./event.ts";
import { type Inputs, token } from "./inputs.ts";
import type { Job } from "./job.ts";
import type { StepOutcome } from "./run-action.ts";

export const commandInputs = {
  workflow: z.string().trim().min(1).default("milepost.yml"),
  token,
} as const;

/**
 * Hears a comment or a person's review, and starts orchestrate for the plan that it is about: orchestrate alone writes
 * a plan's issues, so it obeys, answers and refuses, and does so too when this run is lost. What no run will see is
 * answered here. Whoever may not write starts nothing and gets no answer here: the next orchestrate that somebody else
 * starts tells them, once.
 */
export const commandAction = async (inputs: Inputs<typeof commandInputs>, job: Job): Promise<StepOutcome> => {
  const heard = heardIn(await readEvent());
  if ("nothing" in heard) return ended([], heard.nothing);
  const github = await connectAs(job, inputs);
  if (!(await mayWrite(github, heard.by)))
    return ended([], `${code(heard.by)} may not command here: that takes write access. Nothing was started.`);
  const found = await start(github, heard, { ...inputs, readPlans: () => plansIn(job) });
  await answer(github, heard, found);
  if (found.kind === "plan") return ended([found.plan], `Started: ${code(found.plan)}.`);
  const failed = found.kind === "not-started" ? `${found.said}\n${found.hint}` : null;
  return { ...ended([], unheardText(found)), failed };
};

const ended = (plans: readonly string[], summary: string): StepOutcome => ({
  outputs: { plans: JSON.stringify(plans) },
  summary,
  failed: null,
});

type Started = PlanFound | Extract<Unheard, { kind: "not-started" }>;

/** What is not the forge's trouble fails the same way again, and somebody has to be told. */
const start = async (
  github: GitHub,
  { on, defaultBranch }: HeardEvent,
  { workflow, readPlans }: { workflow: string; readPlans: () => Promise<Plan[]> },
): Promise<Started> => {
  try {
    const found = await planOf(github, on, readPlans);
    if (found.kind === "plan") {
      const { plan } = found;
      await dispatch(github, { workflow, ref: `refs/heads/${defaultBranch}`, inputs: { plan } });
    }
    return found;
  } catch (error) {
    const { explained, forgeExcuse } = await import("../github/explain.ts");
    if (forgeExcuse(error) !== null) throw error;
    const { message: said, hint = "" } = explained(error);
    return { kind: "not-started", workflow, said, hint };
  }
};

/** Loaded late: what is asked of the forge is on its way meanwhile. */
const plansIn = async ({ workspace }: Job): Promise<Plan[]> =>
  (await import("./plan.ts")).allPlans(workspace);

/** Loaded when there is something to say that no run says. */
const answer = async (github: GitHub, heard: HeardEvent, found: Started): Promise<void> => {
  const why = found.kind === "plan" ? null : found;
  if (heard.asks?.kind === "review" || why)
    await (await import("./command/answer.ts")).answerHere(github, heard, why);
};
