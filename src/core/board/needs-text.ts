import { harmlessLine } from "../publish/line.ts";
import type { Need } from "./needs.ts";

/** What a person is asked for, each with its commands, at most so many of them; empty when nothing. */
export const needsText = (needs: readonly Need[], level: number, most = needs.length): string => {
  if (needs.length === 0) return "";
  const left = needs.length - most;
  return [
    `${"#".repeat(level)} Needs you: ${needs.length}`,
    ...needs.slice(0, most).map(needText),
    ...(left > 0 ? [`- and ${left} more, below`] : []),
  ].join("\n\n");
};

const needText = (need: Need): string => {
  const where =
    need.of === "plan"
      ? "**The plan**"
      : `**\`${need.order}\`** ${harmlessLine(need.title, 100)}${need.issue === null ? "" : ` (#${need.issue})`}`;
  const answers = need.answers.map(({ command, does }) => `  - \`/milepost ${command}\` ${does}`);
  return [`- ${where}: ${harmlessLine(need.why, 500)}`, ...answers].join("\n");
};
