import type { GateRules } from "../../gates/gate.ts";
import { isAppsAddress } from "../plan/own-author.ts";
import type { Body, Plan, Todo } from "../plan/plan.ts";
import type { SeenIssue } from "../snapshot/snapshot.ts";
import type { TodoRecord } from "../todo/record.ts";
import type { Entry } from "./handoff.ts";

type Assigned = Pick<Entry, "body" | "todo" | "order" | "branch" | "worktree">;

/** The todo of an entry with its body: from the plan, or from its issue when a review asked for it. */
export const assignmentOf = (
  plan: Plan,
  entry: Assigned,
  issue: SeenIssue | null,
): { todo: Todo; body: Body } => {
  const body = plan.bodies.find(({ id }) => id === entry.body) ?? withoutPlan(entry);
  const planned = plan.bodies.flatMap(({ todos }) => todos).find(({ id }) => id === entry.todo);
  return { body, todo: planned ?? followUp(entry, issue) };
};

const withoutPlan = (entry: Assigned): Body => ({
  id: entry.body,
  title: entry.body,
  worktree: entry.worktree,
  owns: null,
  after: [],
  accepts: [],
  agents: [],
  todos: [],
});

const followUp = (entry: Assigned, issue: SeenIssue | null): Todo => ({
  id: entry.todo,
  body: entry.body,
  order: entry.order,
  branch: entry.branch,
  phase: 0,
  title: issue?.title ?? entry.todo,
  text: issue?.text ?? "",
  needs: [],
  stack: false,
});

/** What a person has opened to a todo. */
type Opened = Pick<TodoRecord, "granted" | "allowed">;

/** What a body's changes are held to, and what a person has opened to their todo besides. */
export const gateRules = (
  plan: Plan,
  body: Pick<Body, "owns">,
  { granted, allowed }: Opened = { granted: [], allowed: [] },
): GateRules => ({
  limits: plan.limits,
  generated: plan.generated,
  protected: plan.protected,
  owns: body.owns,
  granted,
  allowed,
  verify: plan.verify,
  coverage: plan.coverage,
  signing: plan.signing,
  ...(isAppsAddress(plan.author.email) ? { appAuthor: plan.author.email } : {}),
  ...(plan.signing === "none" && plan.signers.length > 0 ? { unsignedAuthor: plan.author.email } : {}),
});
