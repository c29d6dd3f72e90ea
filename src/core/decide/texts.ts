import { cut } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import { harmless } from "../publish/harmless.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import { isLetGo } from "../todo/left.ts";
import type { TodoRecord } from "../todo/record.ts";
import { issueState } from "../todo/state.ts";
import type { Ask } from "../verdict/verdict.ts";
import type { TodoWrite } from "./change.ts";

/** Milestone descriptions carry the plan's id, so that the milestone is found whatever its title becomes. */
export const planMarker = (plan: string): string => `${planMark}${plan} -->`;
const planMark = "<!-- milepost-plan ";

/** The id of the plan that a milestone's description says it is of; `null` when it says none. */
export const planMarkedIn = (description: string): string | null => {
  const [, after] = description.split(planMark);
  return after?.split(" -->")[0] ?? null;
};

/** What the milestone says of itself: that it is the plan's, above what people wrote there. */
export const milestoneDescription = (plan: Plan, seen = ""): string => {
  if (seen.includes(planMarker(plan.id))) return seen;
  const own = `${planMarker(plan.id)}\nThe progress of the plan \`${plan.id}\`, kept by Milepost.`;
  return seen === "" ? own : `${own}\n\n${seen}`;
};

const maxText = 40_000;

/** What people read in a todo's issue; of one that was adopted, in the comment below its author's words. */
export const todoText = ({
  todo,
  seen,
  origin,
  record,
}: Pick<DesiredTodo, "todo" | "seen" | "origin" | "record">): string => {
  if (origin !== "plan" && seen) return seen.issue.text;
  const needs = todo.needs.length > 0 ? ` · needs ${todo.needs.map((need) => `\`${need}\``).join(", ")}` : "";
  const facts = `Body \`${todo.body}\` · order \`${todo.order}\` · branch \`${todo.branch}\`${needs}`;
  if (record.adopted)
    return `Milepost works on this issue: it is the todo \`${todo.id}\` of the plan \`${record.plan}\`.\n\n${facts}\n`;
  return `${cut(todo.text.trim() || todo.title, maxText)}\n\n---\n${facts}\n`;
};

/** What people read in a follow-up todo's issue. */
export const followUpText = (ask: Ask, record: TodoRecord, parent: number): string =>
  `${wordsOf(ask)}\n\n---\nAsked for by the review of #${parent} · body \`${record.body}\` · order \`${record.order}\` · branch \`${record.branch}\`\n`;

/** What people read in a fix's issue. */
export const fixText = (ask: Ask, parent: number, pull: number | null): string => {
  const where = pull === null ? "" : `, in pull request #${pull}`;
  return `${wordsOf(ask)}\n\n---\nTo be answered on the branch of #${parent}${where}. Opened by: ${ask.cause}.\n`;
};

/** What people read where a todo left the plan before it was begun. */
export const removedText =
  "The plan no longer has this todo, or no longer has the todo or the body that it came from: closed as not planned. It opens again when the plan has them again.";

/** The same where the issue is left to its author again. */
export const letGoText =
  "The plan no longer has this issue: Milepost leaves it as it is, and takes it again when the plan names it again.";

/** What people read in a fix's issue that nobody is to answer any more. */
export const droppedText = (why: string): string => `Closed without an answer: ${why}.`;

/** The write that makes a todo's issue what it should be. */
export const todoWrite = (wanted: DesiredTodo): TodoWrite => {
  const { todo, seen, record } = wanted;
  const { open, notPlanned } = seen && isLetGo(record) ? seen.issue : issueState(record.state);
  const issue = { title: todo.title, text: todoText(wanted), record, open, notPlanned };
  return { todo: todo.id, number: seen?.issue.number ?? null, issue };
};

/** What is asked for; what a person asks stands as it was written. */
const wordsOf = ({ body, title, cause }: Ask): string =>
  cause === "person" ? body || title : harmless(body || title);
