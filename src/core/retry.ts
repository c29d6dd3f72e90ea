import type { Change } from "./change.ts";
import { mended } from "./decide.ts";
import { statusBefore } from "./mend.ts";
import type { Plan } from "./plan/plan.ts";
import type { TodoRecord } from "./record.ts";
import type { Snapshot } from "./snapshot.ts";
import { todoWrite } from "./texts.ts";

/** Gives every blocked todo new attempts and rounds, because a person said so. */
export const retryChanges = (plan: Plan, snapshot: Snapshot): Change[] =>
  mended(plan, snapshot)
    .filter(({ record, held }) => record.status === "blocked" && !held)
    .map((one) => ({
      type: "write-todo",
      why: "a person asked for a retry",
      ...todoWrite({ ...one, open: true, record: forgiven(one.record) }),
    }));

const forgiven = (record: TodoRecord): TodoRecord => ({
  ...record,
  status: record.asks.length === 0 && record.pull !== null ? "review" : statusBefore(record),
  blocked: null,
  failed: 0,
  lost: 0,
  forgiven: record.rounds,
});
