import { count } from "../count.ts";
import { cut } from "../key.ts";
import type { TodoRecord } from "../snapshot/record.ts";
import { mostRepeats, repeated } from "./findings.ts";

const answers =
  "comment `/milepost approve`, `/milepost changes <what>`, `/milepost retry` or `/milepost rounds <n>` on its issue";

/** What a person must decide because agent and reviewer cannot, in a sentence; `null` while they may go on. */
export const disputeOf = (record: TodoRecord, mostRounds: number): string | null => {
  const { rounds, forgiven, findings } = record;
  const [first] = repeated(findings);
  if (first)
    return `the review asks for the same change ${first.running} rounds running ("${firstLine(first.text)}"): decide who is right: ${answers}`;
  if (rounds - forgiven < mostRounds) return null;
  return `${count(rounds, "round")} of review did not end in an approval: decide who is right: ${answers}`;
};

/** The comment that puts the question to a person: what the reviewer found and what the agent answered, round by round. */
export const disputeText = (record: TodoRecord): string => {
  const open = record.findings.filter((one) => one.open);
  const again = repeated(open);
  const shown = again.length > 0 ? again : open;
  return [
    `**The agent and the reviewer of this todo do not agree: please decide.** ${reason(record)}`,
    "### The reviewer",
    ...shown.map(({ path, line, text, first, running }) =>
      [
        `${placeOf(path, line)}asked for since round ${first}, ${count(running, "round")} running:`,
        quoted(text),
      ].join("\n\n"),
    ),
    "### The agent",
    ...(record.answers.length > 0
      ? record.answers.map(({ round, text }) => `In round ${round}:\n\n${quoted(text)}`)
      : ["It changed the branch and said nothing about it."]),
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

const reason = ({ rounds, findings }: TodoRecord): string =>
  repeated(findings).length > 0
    ? `The same finding came back ${mostRepeats} rounds running.`
    : `${count(rounds, "round")} of review did not end in an approval.`;

const placeOf = (path: string | null, line: number | null): string => {
  if (path === null) return "";
  return `\`${path.replaceAll("`", "'")}${line === null ? "" : `:${line}`}\`, `;
};

const firstLine = (text: string): string => cut(text.split("\n")[0] ?? "", 100);

/** Indented as code: what programs wrote mentions nobody and formats nothing. */
const quoted = (text: string): string => text.replace(/^/gm, "    ");
