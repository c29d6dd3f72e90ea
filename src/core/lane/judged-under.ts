import { keyOf } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import type { TodoRecord } from "../todo/record.ts";
import { decisionOn } from "../todo/state.ts";
import { unconfirmed } from "../verdict/rules.ts";
import { assignmentOf, gateRules } from "./assignment.ts";
import type { Entry } from "./handoff.ts";

type Judged = Pick<Entry, "body" | "todo" | "order" | "branch" | "worktree" | "granted" | "allowed">;

/** The key of all that a verdict is given under besides the change: rules, prompts, the todo's words, what gates hold it to. */
export const judgedUnder = (plan: Plan, entry: Judged): string => {
  const { todo, body } = assignmentOf(plan, entry, null);
  const { title, text } = todo;
  return keyOf(
    JSON.stringify([plan.rules, plan.prompts, title, text, gateRules(plan, body, entry), plan.setup]),
  );
};

/** Whether the approval of a todo may hold for a head that has the same change on another base. */
export const mayCarry = (record: TodoRecord, plan: Plan, entry: Judged & Pick<Entry, "head">): boolean => {
  const verdict = decisionOn(record.state);
  if (!verdict?.approved || verdict.commit !== entry.head) return false;
  if (verdict.person) return true;
  return verdict.under === judgedUnder(plan, entry) && unconfirmed(plan.rules, verdict.rules).length === 0;
};
