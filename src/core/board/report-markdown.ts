import { count } from "../count.ts";
import { harmlessLine } from "../publish/line.ts";
import type { Board } from "./board.ts";
import { costTable } from "./cost-table.ts";
import { gantt } from "./gantt.ts";
import { type Landed, landedText } from "./landed.ts";
import { needsText } from "./needs-text.ts";
import { setText } from "./set-text.ts";
import { standingText } from "./standing-text.ts";

/** The report of a plan in GitHub's Markdown: what needs a person first. */
export const reportMarkdown = (board: Board): string =>
  `${[
    `# ${harmlessLine(board.status.title, 200)}`,
    standingText(board),
    harmlessLine(setText(board) ?? "", 2000),
    needsText(board.needs, 2),
    landedSection(board),
    [
      "## Criteria",
      board.criteria
        .map(({ name, ok, evidence }) => `- [${ok ? "x" : " "}] **${name}**: ${harmlessLine(evidence, 600)}`)
        .join("\n"),
    ].join("\n\n"),
    gantt(board.lanes),
    costTable(board.costs, 2),
    gatesText(board),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;

const landedSection = ({ landed, approved }: Board): string =>
  [
    landed.length === 0
      ? "## What landed\n\nNothing is merged yet."
      : `## What landed: ${landed.length}\n\n${landed.map(landedLine).join("\n")}`,
    ...(approved.length === 0
      ? []
      : [
          `### Approved, to be merged in this order: ${approved.length}\n\n${approved.map(landedLine).join("\n")}`,
        ]),
  ].join("\n\n");

const landedLine = (one: Landed): string => {
  const pull = one.pull === null ? "" : ` #${one.pull}${one.state === "closed" ? " (closed)" : ""}`;
  return `- \`${one.order}\` ${harmlessLine(one.title, 100)}:${pull} ${landedText(one)}`;
};

const gatesText = ({ gates }: Board): string =>
  gates.length === 0
    ? ""
    : `## Gates that sent work back\n\n${gates.map(({ name, times, orders }) => `- **${harmlessLine(name, 80)}** ${count(times, "time")}: ${orders.join(", ")}`).join("\n")}`;
