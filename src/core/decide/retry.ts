import { after } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import type { Change } from "./change.ts";
import { todoWrite } from "./texts.ts";

/** Gives every blocked todo new attempts and rounds, because a person said so. */
export const retryChanges = ({ todos }: DesiredState): Change[] =>
  todos
    .filter(({ record, held }) => record.state.status === "blocked" && !held)
    .map((one) => ({
      type: "write-todo",
      why: "a person asked for a retry",
      ...todoWrite(after(one, { type: "retried", by: "a person" })),
    }));
