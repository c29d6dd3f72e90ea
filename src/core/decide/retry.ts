import type { Plan } from "../plan/plan.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Change } from "./change.ts";
import { mended } from "./decide.ts";
import { retried } from "./decisions.ts";
import { todoWrite } from "./texts.ts";

/** Gives every blocked todo new attempts and rounds, because a person said so. */
export const retryChanges = (plan: Plan, snapshot: Snapshot): Change[] =>
  mended(plan, snapshot)
    .filter(({ record, held }) => record.status === "blocked" && !held)
    .map((one) => ({
      type: "write-todo",
      why: "a person asked for a retry",
      ...todoWrite({ ...one, open: true, record: retried(one.record) }),
    }));
