import { spentText } from "../cost/ledger.ts";
import { count } from "../count.ts";
import { cut, keyOf } from "../key.ts";
import { quoted } from "../quoted.ts";
import type { TodoRecord } from "../snapshot/record.ts";

/*
 * What people are told of a todo that waits for them: why, what was tried, what failed in its own words, where the rest
 * of it is, and what answers.
 */

type Blocked = Pick<TodoRecord, "blocked" | "failed" | "lost" | "rounds" | "spent" | "logs" | "wants">;

/** Its reason on one line, without what a program printed; empty when it is not blocked. */
export const blockedHead = (reason: string | null): string =>
  cut((reason ?? "").split("\n")[0]?.replace(/[:;]?\s*$/, "") ?? "", mostHead);

const mostHead = 500;

/** What a program or a gate said, beyond the first line of the reason; empty when nothing. */
const printed = (reason: string | null): string => {
  const [head = "", ...rest] = (reason ?? "").split("\n");
  return [...(head.length > mostHead ? [head] : []), ...rest].join("\n").trimEnd();
};

/** As the comment of a todo's issue, in Markdown. */
export const blockedText = (record: Blocked): string => {
  const words = printed(record.blocked);
  return [
    `**Blocked: it waits for a person.** ${inert(blockedHead(record.blocked))}.`,
    ...(words === "" ? [] : [`In its own words:\n\n${quoted(words)}`]),
    `Tried: ${tried(record)}.`,
    ...whereLines(record).map((line) => `${line.startsWith("http") ? line : `\`${line}\``}`),
    `Answer with a comment that begins with \`/milepost\`: ${record.wants.length > 0 ? grants : ""}${answers}.`,
  ].join("\n\n");
};

/** What else there is to say below the reason's first line, for a terminal; `issue` is the todo's. */
export const blockedLines = (record: Blocked & Pick<TodoRecord, "order">, issue: number | null): string[] => {
  const words = printed(record.blocked);
  return [
    ...(words === "" ? [] : words.split("\n").map((line) => `  | ${line}`)),
    `  tried: ${tried(record)}`,
    ...whereLines(record).map((line) => `  the rest: ${line}`),
    `  answer: ${answerOf(record, issue)}`,
  ];
};

/** A run of the forge's own is answered there, one of this machine here, too. */
const answerOf = (record: Pick<TodoRecord, "logs" | "order" | "wants">, issue: number | null): string => {
  const answer = record.wants.length > 0 ? "grant" : "retry";
  return [
    `comment \`/milepost ${answer}\`${issue === null ? "" : ` on #${issue}`}`,
    ...(record.logs?.kind === "run" ? [] : [`or \`milepost say <plan> ${answer} --todo ${record.order}\``]),
    "(`help` lists what else there is)",
  ].join(" ");
};

const grants = "`grant` opens the paths that it asks for, ";
const answers =
  "`retry` gives it new attempts and rounds, `changes <what>` tells its agent what to do, `skip <why>` drops it; `help` lists what else there is";

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

/** On one line, with its code as it stands: what programs say in it mentions nobody, links nowhere and loads nothing. */
const inert = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/`[^`]*`|[\\`*_[\]<>~!&]/g, (found) => (found.length > 1 ? found : `\\${found}`))
    .replace(/@|(?<!pull request )#|(?<=https?):/g, "$&\u2060");

/** What is told of a todo now is known by this, so that it is told anew when it is another. */
export const blockedKey = (record: Pick<TodoRecord, "blocked">): string => keyOf(record.blocked ?? "");

/** The record after people were told why it is blocked, and the name of the comment that tells them. */
export const withTold = (record: TodoRecord): { record: TodoRecord; comment: string } => {
  const { told } = record;
  const times = told.reason === null ? told.times + 1 : told.times;
  return {
    record: { ...record, told: { ...told, times, reason: blockedKey(record) } },
    comment: `blocked ${times}`,
  };
};

/** Whether people still have to be told why it is blocked. */
export const isUntold = (record: TodoRecord): boolean =>
  record.status === "blocked" && record.blocked !== null && record.told.reason !== blockedKey(record);
