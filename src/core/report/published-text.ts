import { count } from "../count.ts";
import { pullBody } from "../lane/pull-body.ts";
import { code } from "../publish/line.ts";
import type { SeenFix } from "../snapshot/snapshot.ts";
import type { TodoRecord } from "../todo/record.ts";
import { decisionOn } from "../todo/state.ts";
import { inItem } from "../verdict/review-text.ts";

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

/** What a published review says: what it said here, and what it said of lines, which opens no thread over there. */
export const reviewBody = (
  texts: readonly string[],
  onLines: readonly {
    readonly path: string;
    readonly line?: number | null | undefined;
    readonly body: string;
  }[],
): string => {
  const items = onLines.map(({ path, line, body }) => `- ${code(`${path}:${line ?? ""}`)}: ${inItem(body)}`);
  return [...texts, ...(items.length === 0 ? [] : [`Findings on lines:\n${items.join("\n")}`])].join("\n\n");
};

/** The text with the numbers that issues have over there, where it calls them by those that they have here. */
export const renumbered = (text: string, numbers: ReadonlyMap<number, number>): string =>
  text.replace(/#(\d{1,10})\b/g, (found, number) => {
    const there = numbers.get(Number(number));
    return there === undefined ? found : `#${there}`;
  });

const gatesLine = ({ checked, lines }: TodoRecord): string =>
  checked === null
    ? ""
    : `**Gates** passed at ${checked.commit}: ${checked.gates.join(", ")} (${count(lines ?? 0, "hand-written line")}).`;

const verdictLine = ({ state }: TodoRecord): string => {
  const verdict = decisionOn(state);
  if (!verdict?.approved) return "";
  const rules = verdict.rules.length > 0 ? `; ${count(verdict.rules.length, "rule")} confirmed` : "";
  return `**Verdict**: approved by ${verdict.by} in round ${verdict.round}, at ${verdict.commit}${rules}.${verdict.informal ? ` ${informalText}` : ""}`;
};

const informalText =
  "No review says so formally: whoever opened this may not approve it, and there was no second identity.";

const followUpLines = (fixes: readonly SeenFix[]): string =>
  fixes.length === 0
    ? "**Follow-ups**: none were asked for."
    : [
        `**Follow-ups**: ${count(fixes.length, "follow-up")}, all answered.`,
        ...fixes.map(({ issue, record }) => `- ${issue.title} (${record.cause}, round ${record.round + 1})`),
      ].join("\n");
