import { spentText } from "../cost/words.ts";
import { count } from "../count.ts";
import { cut, keyOf } from "../key.ts";
import { harmlessLine } from "../publish/line.ts";
import { quoted } from "../publish/quoted.ts";
import { answersTo, asComment, type HowToAnswer, type TodoAnswer } from "./answers.ts";
import { type Reason, reasonText } from "./reasons.ts";
import type { TodoRecord } from "./record.ts";

/*
 * What people are told of a todo that waits for them: why, what was tried, what failed in its own words, where the rest
 * of it is, and what answers.
 */

type Blocked = Pick<
  TodoRecord,
  "state" | "order" | "pull" | "failed" | "lost" | "rounds" | "spent" | "logs" | "lanes"
>;

/** A reason on one line, without what a program printed. */
export const blockedHead = (reason: Reason): string => headOf(reasonText(reason));

/** The first line of a reason's words. */
export const headOf = (text: string): string =>
  cut(text.split("\n")[0]?.replace(/[:;]?\s*$/, "") ?? "", maxHead);

const maxHead = 500;

/** What a program or a gate said, beyond the first line of the reason; empty when nothing. */
const printed = (reason: Reason): string => {
  const [head = "", ...rest] = reasonText(reason).split("\n");
  return [...(head.length > maxHead ? [head] : []), ...rest].join("\n").trimEnd();
};

/** As the comment of a todo's issue, in Markdown; empty when it is not blocked. */
export const blockedText = (record: Blocked): string => {
  const reason = reasonOf(record);
  if (reason === null) return "";
  const words = printed(reason);
  return [
    `**Blocked: it waits for a person.** ${unlinked(harmlessLine(blockedHead(reason)))}.`,
    ...(words === "" ? [] : [`In its own words:\n\n${quoted(words)}`]),
    `Tried: ${tried(record)}.`,
    ...whereLines(record).map((line) => `${line.startsWith("http") ? line : `\`${line}\``}`),
    "Answer with one of these, as a line of a comment here; the first fits best:",
    [
      ...answersTo(reason, record).map(({ command, does }) => `- \`/milepost ${command}\` ${does}`),
      "- `/milepost help` lists what else there is",
    ].join("\n"),
  ].join("\n\n");
};

const reasonOf = ({ state }: Pick<TodoRecord, "state">): Reason | null =>
  state.status === "blocked" ? state.reason : null;

/** What else there is to say below the reason's first line, for a terminal; nothing when it is not blocked. */
export const blockedLines = (
  record: Blocked,
  { issue, how = asComment }: { readonly issue: number | null; readonly how?: HowToAnswer | undefined },
): string[] => {
  const reason = reasonOf(record);
  if (reason === null) return [];
  const words = printed(reason);
  return [
    ...(words === "" ? [] : words.split("\n").map((line) => `  | ${line}`)),
    `  tried: ${tried(record)}`,
    ...whereLines(record).map((line) => `  logs:  ${line}`),
    ...answerLines(answersTo(reason, record), (command) => how(command, { order: record.order, issue })),
  ];
};

/** What there is to say of a blocked todo besides its reason's first line: what was said, tried, and where the rest is. */
export const blockedParts = (
  record: Blocked,
  reason: Reason,
): { readonly said: string; readonly tried: string; readonly logs: readonly string[] } => ({
  said: printed(reason),
  tried: tried(record),
  logs: whereLines(record),
});

/** The command that fits best and those that answer, too, as they are typed; what they do is a shell's comment. */
export const answerLines = (all: readonly TodoAnswer[], how: (command: string) => string): string[] => {
  const answers = all.map(({ command, does }) => ({ typed: how(command), does }));
  const width = Math.max(...answers.map(({ typed }) => typed.length));
  return answers.map(
    ({ typed, does }, at) => `  ${at === 0 ? "next:" : "or:  "}  ${typed.padEnd(width)}  # ${does}`,
  );
};

const tried = ({ failed, lost, rounds, spent }: Blocked): string =>
  [
    `${count(spent.runs, "run")} of programs (${spentText(spent)})`,
    ...(failed > 0 ? [`${count(failed, "failed attempt")} in this round`] : []),
    ...(lost > 0 ? [`${lost} cut off`] : []),
    count(rounds, "round of review", "rounds of review"),
  ].join(", ");

/** Where all that its programs printed is: the run on the forge, or files on the machine that ran them. */
const whereLines = ({ logs }: Blocked): string[] => {
  if (logs === null) return [];
  switch (logs.kind) {
    case "run":
      return [logs.url];
    case "files":
      return logs.paths;
    default:
      return logs satisfies never;
  }
};

/** It is our own words that name pull requests: another number leaves no trace in the issue of that number. */
const unlinked = (text: string): string => text.replace(/(?<!pull request )#(?=\d)/g, "#\u2060");

/** What is told of a todo now is known by this, so that it is told anew when it is another. */
const toldKey = (reason: Reason | null): string => keyOf(reason === null ? "" : reasonText(reason));

/** How often people were told, and of what, once they are told of it as it is now. */
export const toldOf = (
  record: Pick<TodoRecord, "state" | "told">,
): Pick<TodoRecord["told"], "times" | "reason"> => {
  const { times, reason } = record.told;
  return { times: reason === null ? times + 1 : times, reason: toldKey(reasonOf(record)) };
};

/** The name of the comment that tells people: one for each time that a todo is blocked. */
export const commentOf = (record: Pick<TodoRecord, "state" | "told">): string =>
  `blocked ${toldOf(record).times}`;

/** Whether people still have to be told why it is blocked. */
export const isUntold = (record: Pick<TodoRecord, "state" | "told">): boolean => {
  const reason = reasonOf(record);
  return reason !== null && record.told.reason !== toldKey(reason);
};
