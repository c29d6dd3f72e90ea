import { cut } from "../key.ts";
import { harmless } from "../publish/harmless.ts";
import { code, harmlessLine } from "../publish/line.ts";
import { diffLines } from "./diff-lines.ts";
import type { Finding, Judgement, Verdict } from "./verdict.ts";

/** Inline comments of one review; more findings than this go into its body. */
const maxInline = 50;

interface ReviewText {
  readonly body: string;
  readonly comments: readonly Finding[];
}

/** The review as it is posted: findings on lines of the diff stand there, all others in the body. */
export const reviewText = (
  verdict: Verdict,
  { judgement, round, diff }: { judgement: Judgement; round: number; diff: string },
): ReviewText => {
  const lines = diffLines(diff);
  const isInline = ({ path, line }: Finding): boolean => lines.get(path)?.has(line) === true;
  const comments = verdict.findings.filter(isInline).slice(0, maxInline);
  const others = verdict.findings.filter((finding) => !comments.includes(finding));
  const parts = [
    `**Round ${round}: ${judgement.approved ? "approved" : "changes requested"}**`,
    harmless(verdict.summary),
    list(
      "The approval does not count",
      judgement.objections.map((one) => harmlessLine(one)),
    ),
    list(
      "Findings outside the diff",
      others.map(({ path, line, body }) => `${code(`${path}:${line}`)}: ${inItem(body)}`),
    ),
    list(
      "Rules",
      verdict.compliance.map(
        ({ rule, ok, note }) =>
          `${ok ? "✓" : "✗"} ${harmlessLine(rule)}${note ? ` (${harmlessLine(note)})` : ""}`,
      ),
    ),
    list(
      "Follow-ups",
      judgement.asks.map(({ kind, title }) => `${kind}: ${harmlessLine(title)}`),
    ),
  ];
  return {
    body: cut(parts.filter((part) => part !== "").join("\n\n"), 60_000),
    comments: comments.map((finding) => ({
      ...finding,
      body: cut(harmless(`${finding.severity}: ${finding.body}`), 60_000),
    })),
  };
};

/** What stands below the first line of an item belongs to it by its indentation, and ends with it. */
export const inItem = (text: string): string => harmless(text).replace(/\n(?=.)/g, "\n  ");

const list = (heading: string, items: readonly string[]): string =>
  items.length === 0 ? "" : `${heading}:\n${items.map((item) => `- ${item}`).join("\n")}`;
