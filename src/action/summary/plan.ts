import { costTable } from "../../core/board/cost-table.ts";
import { costsOf } from "../../core/board/costs.ts";
import { gantt } from "../../core/board/gantt.ts";
import { pastLanesOf } from "../../core/board/timeline.ts";
import { count } from "../../core/count.ts";
import type { Change } from "../../core/decide/change.ts";
import type { Entry } from "../../core/lane/handoff.ts";
import type { Plan } from "../../core/plan/plan.ts";
import { harmlessLine } from "../../core/publish/line.ts";
import { quoted } from "../../core/publish/quoted.ts";
import { drawing } from "../../core/report/drawing.ts";
import { blockedReasons } from "../../core/report/progress.ts";
import { countsOf, leftCountText } from "../../core/todo/counts.ts";
import { after, type DesiredTodo } from "../../core/todo/desired.ts";
import type { Orchestrated } from "../../steps/orchestrate.ts";
import { folded, requestsLine, table } from "./markdown.ts";

/** How the plan stands, for the job's summary. */
export const planSummary = (
  plan: Plan,
  { todos, entries, proof, landing, progress, criteria }: Orchestrated,
  requests: { read: number; write: number },
): string => {
  const started = new Map(entries.map((entry) => [entry.todo, entry]));
  const shown = todos.map((one) => asStarted(one, started.get(one.todo.id)));
  const { done, total: all, left } = countsOf(shown);
  return [
    `## ${harmlessLine(plan.title)}: ${done} of ${count(all, "todo")} done${leftCountText(left)}`,
    progressText(progress, entries.length + [proof, landing].filter((one) => one !== null).length),
    ...(progress.kind === "stuck" ? [] : waitingText(blockedReasons(shown))),
    drawing(plan, shown),
    todosTable(shown),
    ...pastText(shown, plan),
    folded(
      "The six criteria",
      table(
        ["", "Criterion", "Evidence"],
        criteria.map(({ name, ok, evidence }) => [ok ? "✅" : "⏳", name, harmlessLine(evidence)]),
      ),
    ),
    requestsLine(requests),
  ].join("\n\n");
};

/** Lanes over time and what they took; nothing before the first has ended. */
const pastText = (shown: readonly DesiredTodo[], plan: Plan): string[] => {
  const lanes = pastLanesOf(shown);
  if (lanes.length === 0) return [];
  return ["### Timeline", gantt(lanes), costTable(costsOf(shown, plan, lanes), 3)].filter(
    (part) => part !== "",
  );
};

/** With the claim that this look has won. */
const asStarted = (one: DesiredTodo, entry: Entry | undefined): DesiredTodo => {
  if (!entry) return one;
  const { base, head, claim: sha } = entry;
  const claim = { run: "", sha, at: "" };
  return after(one, {
    type: "claimed",
    claim,
    from: "implement",
    base,
    head,
    logs: one.record.logs,
    hold: null,
  });
};

const progressText = (progress: Orchestrated["progress"], lanes: number): string => {
  switch (progress.kind) {
    case "closed":
      return "The milestone is closed: all six criteria hold.";
    case "running":
      return lanes > 0 ? `Lanes started now: ${lanes}.` : "Lanes of other runs are at work.";
    case "held":
      return `${progress.reasons.map((reason) => `- ${harmlessLine(reason)}`).join("\n")}\n\nIt goes on by itself.`;
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
    `- ${harmlessLine(first)}`,
    ...(rest.length > 0 ? ["", quoted(rest.join("\n")).replace(/^/gm, "  "), ""] : []),
  ].join("\n");
};

const todosTable = (wanted: readonly DesiredTodo[]): string => {
  const rows = wanted.map((one) => [
    `\`${one.todo.order}\``,
    `${one.seen ? `#${one.seen.issue.number} ` : ""}${harmlessLine(one.todo.title)}`,
    one.todo.body,
    one.record.state.status,
    one.record.pull === null ? "" : `#${one.record.pull}`,
    String(one.record.rounds),
  ]);
  return table(["Order", "Todo", "Body", "State", "Pull request", "Rounds"], rows);
};

/** What orchestrate would do now, for a dry run. */
export const changesTable = (plan: Plan, changes: readonly Change[]): string => {
  if (changes.length === 0) return `## ${harmlessLine(plan.title)}: nothing would change`;
  const rows = changes.map((change) => [change.type, nameOf(change), harmlessLine(change.why)]);
  return [
    `## ${harmlessLine(plan.title)}: ${count(changes.length, "change")}`,
    table(["Change", "Of", "Why"], rows),
  ].join("\n\n");
};

/** What a change is of, where it is of one thing. */
export const nameOf = (change: Change): string =>
  "todo" in change ? change.todo : "label" in change ? change.label.name : "";
