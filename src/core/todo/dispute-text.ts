import { count } from "../count.ts";
import { code } from "../publish/line.ts";
import { quoted } from "../publish/quoted.ts";
import { maxRepeats, repeated } from "../verdict/findings.ts";
import { askText } from "./dispute.ts";
import type { TodoRecord } from "./record.ts";

/** The comment that puts the question to a person: what the reviewer found and what the agent answered, round by round. */
export const disputeText = (
  record: TodoRecord,
  { isUnchanged = false, wishes = [] }: { isUnchanged?: boolean; wishes?: readonly string[] } = {},
): string => {
  const open = record.findings.filter((one) => one.open);
  const again = repeated(open);
  const shown = again.length > 0 ? again : open;
  return [
    `**The agent and the reviewer of this todo do not agree: please decide.** ${isUnchanged ? unchangedReason : reason(record)}`,
    "### The reviewer",
    ...shown.map(({ path, line, text, first, seen }) =>
      [
        `${placeOf(path, line)}asked for in ${count(seen, "round")}, first in round ${first}:`,
        quoted(text),
      ].join("\n\n"),
    ),
    ...(isUnchanged ? otherAsks(record, wishes) : []),
    "### The agent",
    ...(record.answers.length > 0
      ? record.answers.map(({ round, text }) => `In round ${round}:\n\n${quoted(text)}`)
      : [`It changed ${isUnchanged ? "nothing" : "the branch"} and said nothing about it.`]),
    "### What you can do",
    [
      "- `/milepost approve`: the agent is right, the pull request is good as it is",
      "- `/milepost changes <what>`: tell the agent what to do",
      "- `/milepost retry`: let both try again from here",
      "- `/milepost rounds <n>`: let this todo have `n` rounds in all",
    ].join("\n"),
    "A review of the pull request by someone with write access is an answer, too: an approval, or a request for changes.",
  ].join("\n\n");
};

const unchangedReason = "The agent was asked for a change, and made none.";

const otherAsks = ({ asks }: TodoRecord, wishes: readonly string[]): string[] => {
  const others = asks.filter(({ kind, cause }) => kind === "fix" && cause !== "review").map(askText);
  return [...others, ...wishes].map((text) => `Asked for:\n\n${quoted(text)}`);
};

const reason = ({ rounds, findings }: TodoRecord): string =>
  repeated(findings).length > 0
    ? `The same finding came back ${maxRepeats} rounds running.`
    : `${count(rounds, "round")} of review did not end in an approval.`;

const placeOf = (path: string | null, line: number | null): string => {
  if (path === null) return "";
  return `${code(`${path}${line === null ? "" : `:${line}`}`)}, `;
};
