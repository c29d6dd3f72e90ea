import { dollars, spentText } from "../cost/words.ts";
import { cell } from "../publish/line.ts";
import type { BoardCosts, CostShare } from "./costs.ts";

/** What it took, by body and by program; empty before anything ran. */
export const costTable = (costs: BoardCosts, level: number): string => {
  const { spent, limit, counted, bodies, accounts } = costs;
  if (spent.runs === 0) return "";
  const budget = limit === null ? "" : `; ${dollars(counted)} of ${dollars(limit)} of the budget`;
  const rows = [
    ...bodies.map((one) => shareRow("body", one)),
    ...accounts.map((one) => shareRow("program", one)),
  ];
  const head = "| | | dollars | tokens | minutes |\n|---|---|--:|--:|--:|";
  return [
    `${"#".repeat(level)} Cost\n\n${spentText(spent)}${budget}`,
    rows.length > 0 ? `${head}\n${rows.join("\n")}` : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
};

const shareRow = (kind: string, { name, usd, tokens, milliseconds }: CostShare): string =>
  `| ${kind} | ${cell(name, 80)} | ${usd > 0 ? dollars(usd) : ""} | ${tokens > 0 ? tokens : ""} | ${(milliseconds / 60_000).toFixed(1)} |`;
