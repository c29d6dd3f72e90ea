import { setImmediate as turn } from "node:timers/promises";
import { checkedEventOf } from "./check/event.ts";
import { readEvent } from "./event.ts";
import { count, type Inputs, optionalPlan, token } from "./inputs.ts";
import type { Job } from "./job.ts";
import { publisherFor } from "./publisher.ts";
import type { StepOutcome } from "./run-action.ts";

export const checkInputs = { plan: optionalPlan, lines: count(100_000), files: count(3000), token } as const;

/** Holds a pull request, or what a merge queue would bring of it, to the gates; nothing of the change is run, and everything is read at the base. */
export const checkAction = async (inputs: Inputs<typeof checkInputs>, job: Job): Promise<StepOutcome> => {
  const checked = checkedEventOf(await readEvent());
  const publisher = await publisherFor(job, inputs.token);
  const fetched = publisher.fetch([checked.base.sha, checked.head.sha]);
  // Git is started first; while it fetches, the rest is loaded.
  const loaded = turn().then(() => import("./check/judge.ts"));
  const [{ judgeEvent }] = await Promise.all([loaded, fetched]);
  return await judgeEvent(checked, publisher, { inputs, job });
};
