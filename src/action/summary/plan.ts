import { count } from "../../core/count.ts";
import type { Change } from "../../core/decide/change.ts";
import { mended } from "../../core/decide/decide.ts";
import { isDone, type Wanted } from "../../core/decide/mend.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { drawing, stateOf } from "../../core/report/drawing.ts";
import { blockedReasons } from "../../core/report/progress.ts";
import type { Orchestrated } from "../../steps/orchestrate.ts";
import { folded, plain, requestsLine, table } from "./markdown.ts";

/** How the plan stands, for the job's summary. */
export const planSummary = (
  plan: Plan,
  { snapshot, entries, progress, criteria }: Orchestrated,
  requests: { read: number; write: number },
): string => {
  const started = new Set(entries.map(({ todo }) => todo));
  const wanted = mended(plan, snapshot).map((one) => (started.has(one.todo.id) ? asStarted(one) : one));
  const done = wanted.filter(isDone).length;
  return [
    `## ${plain(plan.title)}: ${done} of ${count(wanted.length, "todo")} done`,
    progressText(progress, entries.length),
    ...(progress.kind === "stuck" ? [] : waitingText(blockedReasons(wanted))),
    drawing(plan, wanted),
    todosTable(wanted),
    folded(
      "The six criteria",
      table(
        ["", "Criterion", "Evidence"],
        criteria.map(({ name, ok, evidence }) => [ok ? "✅" : "⏳", name, plain(evidence)]),
      ),
    ),
    requestsLine(requests),
  ].join("\n\n");
};

const asStarted = (one: Wanted): Wanted => ({ ...one, record: { ...one.record, status: "working" } });

const progressText = (progress: Orchestrated["progress"], lanes: number): string => {
  switch (progress.kind) {
    case "closed":
      return "The milestone is closed: all six criteria hold.";
    case "running":
      return lanes > 0 ? `Lanes started now: ${lanes}.` : "Lanes of other runs are at work.";
    case "stuck":
      return waitingText(progress.reasons).join("");
    default:
      return progress satisfies never;
  }
};

const waitingText = (reasons: readonly string[]): string[] =>
  reasons.length === 0 ? [] : [`It waits for a person:\n\n${reasons.map(waitingItem).join("\n")}`];

/** What stands below a reason's first line is what programs said: shown as it is. */
const waitingItem = (reason: string): string => {
  const [first = "", ...rest] = reason.split("\n");
  return [
    `- ${plain(first)}`,
    ...(rest.length > 0 ? ["", ...rest.map((line) => `      ${line}`), ""] : []),
  ].join("\n");
};

const todosTable = (wanted: readonly Wanted[]): string => {
  const rows = wanted.map((one) => [
    `\`${one.todo.order}\``,
    `${one.seen ? `#${one.seen.issue.number} ` : ""}${plain(one.todo.title)}`,
    one.todo.body,
    stateOf(one),
    one.record.pull === null ? "" : `#${one.record.pull}`,
    String(one.record.rounds),
  ]);
  return table(["Order", "Todo", "Body", "State", "Pull request", "Rounds"], rows);
};

/** What orchestrate would do now, for a dry run. */
export const changesTable = (plan: Plan, changes: readonly Change[]): string => {
  if (changes.length === 0) return `## ${plain(plan.title)}: nothing would change`;
  const rows = changes.map((change) => [change.type, "todo" in change ? change.todo : "", plain(change.why)]);
  return [
    `## ${plain(plan.title)}: ${count(changes.length, "change")}`,
    table(["Change", "Todo", "Why"], rows),
  ].join("\n\n");
};
