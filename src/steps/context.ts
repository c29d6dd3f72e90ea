import { assignmentOf } from "../core/lane/assignment.ts";
import type { Entry } from "../core/lane/handoff.ts";
import { firstPartText } from "../core/lane/part-text.ts";
import type { Plan } from "../core/plan/plan.ts";
import { cutsOf } from "../core/todo/parts.ts";
import { decisionOn } from "../core/todo/state.ts";
import type { Forge } from "./ports.ts";
import type { Context } from "./program-ports.ts";

/** Reads what agent and reviewer are told of a todo; in the first round of the plan's own that is the plan. */
export const readContext = async (
  entry: Entry,
  { forge, plan }: { readonly forge: Pick<Forge, "getIssue">; readonly plan: Plan },
): Promise<Context> => {
  const isPlanned = plan.bodies.some(({ todos }) => todos.some(({ id }) => id === entry.todo));
  const isAsPlanned = isPlanned && entry.round === 1 && entry.kind !== "split" && entry.isPart !== true;
  const [own, ...fixes] = await Promise.all([
    isAsPlanned ? null : forge.getIssue(entry.issue),
    ...entry.fixes.map((number) => forge.getIssue(number)),
  ]);
  const record = own?.record.kind === "todo" ? own.record : null;
  const { body, todo } = assignmentOf(plan, entry, own?.issue ?? null);
  const part = record && cutsOf(record) > 0 ? `\n\n${firstPartText}` : "";
  return {
    ...{ body, todo: part === "" ? todo : { ...todo, text: todo.text + part } },
    isPlanned,
    fixes: fixes.flatMap((fix) =>
      fix ? [{ number: fix.issue.number, title: fix.issue.title, body: fix.issue.text }] : [],
    ),
    findings: record?.findings ?? [],
    answers: record?.answers ?? [],
    reviewed: (record && decisionOn(record.state)?.commit) ?? null,
  };
};
