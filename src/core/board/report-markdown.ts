import { dollars, spentText } from "../cost/words.ts";
import { count } from "../count.ts";
import { cell } from "../report/cell.ts";
import type { Board } from "./board.ts";
import type { CostShare } from "./costs.ts";
import { gantt } from "./gantt.ts";
import { landedText } from "./landed.ts";
import type { Need } from "./needs.ts";
import { standingText } from "./standing-text.ts";

/** The report of a plan in GitHub's Markdown: what needs a person first. */
export const reportMarkdown = (board: Board): string =>
  `${[
    `# ${cell(board.status.title, 200)}`,
    standingText(board),
    needsText(board.needs),
    landedSection(board),
    [
      "## Criteria",
      board.criteria
        .map(({ name, ok, evidence }) => `- [${ok ? "x" : " "}] **${name}**: ${cell(evidence, 600)}`)
        .join("\n"),
    ].join("\n\n"),
    gantt(board.lanes),
    costTable(board),
    gatesText(board),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;

/** What a person is asked for, each with its commands; empty when nothing. */
export const needsText = (needs: readonly Need[]): string =>
  needs.length === 0 ? "" : [`## Needs you: ${needs.length}`, ...needs.map(needText)].join("\n\n");

const needText = (need: Need): string => {
  const where =
    need.of === "plan"
      ? "**The plan**"
      : `**\`${need.order}\`** ${cell(need.title, 100)}${need.issue === null ? "" : ` (#${need.issue})`}`;
  const answers = need.answers.map(({ command, does }) => `  - \`/milepost ${command}\` ${does}`);
  return [`- ${where}: ${cell(need.why, 500)}`, ...answers].join("\n");
};

const landedSection = ({ landed }: Board): string => {
  if (landed.length === 0) return "## What landed\n\nNothing is approved yet.";
  const lines = landed.map((one) => {
    const pull = one.pull === null ? "" : ` #${one.pull}${one.state === null ? "" : ` (${one.state})`}`;
    return `- \`${one.order}\` ${cell(one.title, 100)}:${pull} ${landedText(one)}`;
  });
  return `## What landed: ${landed.length}\n\n${lines.join("\n")}`;
};

/** What it took, by body and by program; empty before anything ran. */
export const costTable = ({ costs }: Pick<Board, "costs">): string => {
  const { spent, limit, counted, bodies, accounts } = costs;
  if (spent.runs === 0) return "";
  const budget = limit === null ? "" : `; ${dollars(counted)} of ${dollars(limit)} of the budget`;
  const rows = [
    ...bodies.map((one) => shareRow("body", one)),
    ...accounts.map((one) => shareRow("program", one)),
  ];
  const head = "| | | dollars | tokens | minutes |\n|---|---|--:|--:|--:|";
  return [`## Cost\n\n${spentText(spent)}${budget}`, rows.length > 0 ? `${head}\n${rows.join("\n")}` : ""]
    .filter((part) => part !== "")
    .join("\n\n");
};

const shareRow = (kind: string, { name, usd, tokens, milliseconds }: CostShare): string =>
  `| ${kind} | ${cell(name, 80)} | ${usd > 0 ? dollars(usd) : ""} | ${tokens > 0 ? tokens : ""} | ${(milliseconds / 60_000).toFixed(1)} |`;

const gatesText = ({ gates }: Board): string =>
  gates.length === 0
    ? ""
    : `## Gates that sent work back\n\n${gates.map(({ name, times, orders }) => `- **${cell(name, 80)}** ${count(times, "time")}: ${orders.join(", ")}`).join("\n")}`;
