import type { Plan } from "../plan/plan.ts";
import { harmless } from "../publish/harmless.ts";
import type { Entry } from "./handoff.ts";

/** What a todo's pull request says: the agent's summary, and which todo it is of. */
export const pullBody = (
  entry: Pick<Entry, "todo" | "issue" | "body" | "order">,
  summary: string,
  { merge }: Pick<Plan, "merge">,
): string =>
  [
    harmless(summary.trim().slice(0, 40_000)) || `Work on \`${entry.todo}\`.`,
    `Todo #${entry.issue} · body \`${entry.body}\` · order \`${entry.order}\` · ${merge === "auto" ? "kept and merged by Milepost" : "kept by Milepost: merge in order"}.`,
  ].join("\n\n");

/** The issue of the todo that a pull request says it is of; anyone may write the same. */
export const todoIn = (body: string | null | undefined): number | null => {
  const [, number] = [...(body ?? "").matchAll(/^Todo #(\d{1,10}) /gm)].at(-1) ?? [];
  return number === undefined ? null : Number(number);
};
