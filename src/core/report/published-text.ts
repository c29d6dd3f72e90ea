import { count } from "../count.ts";
import { pullBody } from "../lane/pull-body.ts";
import type { SeenFix } from "../snapshot/snapshot.ts";
import type { TodoRecord } from "../todo/record.ts";
import { decisionOn } from "../todo/state.ts";

/** What a published pull request says: what its agent said of it, and why it is approved. */
export const publishedBody = (
  record: TodoRecord,
  { issue, said, fixes }: { issue: number; said: string; fixes: readonly SeenFix[] },
): string => {
  const { todo, body, order } = record;
  const parts = [said, gatesLine(record), verdictLine(record), followUpLines(fixes)].filter(
    (text) => text !== "",
  );
  // Nothing merges it there by itself.
  return pullBody({ todo, body, order, issue }, parts.join("\n\n"), { merge: "manual" });
};

/** The agent's words in a pull request of the local forge: what stands above our own line. */
export const saidIn = (body: string): string => body.split(/\n\nTodo #\d+ · /)[0] ?? "";

const gatesLine = ({ checked, lines }: TodoRecord): string =>
  checked === null
    ? ""
    : `**Gates** passed at ${checked.commit}: ${checked.gates.join(", ")} (${count(lines ?? 0, "hand-written line")}).`;

const verdictLine = ({ state }: TodoRecord): string => {
  const verdict = decisionOn(state);
  if (!verdict?.approved) return "";
  const rules = verdict.rules.length > 0 ? `; ${count(verdict.rules.length, "rule")} confirmed` : "";
  return `**Verdict**: approved by ${verdict.by} in round ${verdict.round}, at ${verdict.commit}${rules}.`;
};

const followUpLines = (fixes: readonly SeenFix[]): string =>
  fixes.length === 0
    ? "**Follow-ups**: none were asked for."
    : [
        `**Follow-ups**: ${count(fixes.length, "follow-up")}, all answered.`,
        ...fixes.map(({ issue, record }) => `- ${issue.title} (${record.cause}, round ${record.round + 1})`),
      ].join("\n");
