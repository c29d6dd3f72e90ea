import { dollars } from "../cost/words.ts";
import { count } from "../count.ts";
import { cut } from "../key.ts";
import type { Plan } from "../plan/plan.ts";
import { unsigned } from "../publish/harmless.ts";
import { reasonText } from "../todo/reasons.ts";
import type { Notice, NoticeOf } from "./notice.ts";

/** Where people are when they answer. */
export interface NoticePlace {
  /** The repository's address on the forge; `null` where the forge ends with the run. */
  readonly url: string | null;
  /** The plan as commands name it, and the options that they need. */
  readonly plan: string;
  readonly options: string;
  /** The command that goes on with the plan. */
  readonly run: string;
  /** The plan's tracking issue. */
  readonly tracking: number;
}

/** A notice in words: what happened, why, and the one thing that answers it. */
export interface NoticeText {
  readonly what: string;
  readonly why: string;
  readonly answer: {
    readonly text: string;
    readonly command: string | null;
    readonly link: string | null;
  };
}

/** Longest part of what a program or the forge says, in characters. */
const maxSaidInNotice = 1000;

/** A notice in words. Nothing in them mentions anybody or is a link, but the answer's own. */
export const noticeText = (notice: Notice, plan: Pick<Plan, "title">, place: NoticePlace): NoticeText => {
  const { what, why, answer } = wordsOf(notice, place);
  return {
    what: oneLine(`${plan.title}: ${what}`, 300),
    why: defused(cut(why, maxSaidInNotice)),
    answer,
  };
};

const wordsOf = (notice: Notice, place: NoticePlace): NoticeText => {
  switch (notice.event) {
    case "person":
      return personWords(notice, place);
    case "held":
      return {
        what: `nothing goes on before ${notice.until.slice(0, 16).replace("T", " ")} UTC, then by itself`,
        why: notice.reasons.join("\n"),
        answer: look(place),
      };
    case "budget":
      return budgetWords(notice, place);
    case "stuck":
      return { what: "nothing goes on without a person", why: stuckText(notice), answer: look(place) };
    case "done":
      return { what: `done, all ${count(notice.total, "todo")}`, why: doneText(notice), answer: look(place) };
    default:
      return notice satisfies never;
  }
};

/** What stands for a person's own words is no redirection. */
const inShell = (command: string): string => command.replace(/<[^>]*>/, '"$&"');

const personWords = (
  { todo, reason, command }: NoticeOf<"person">,
  { url, plan, options }: NoticePlace,
): NoticeText => {
  const link = url === null ? null : issueUrl(url, todo.issue);
  return {
    what: `${todo.order} ${todo.title} waits for a person`,
    why: reasonText(reason),
    answer:
      link === null
        ? answerBy(`milepost say ${plan} ${inShell(command)} --todo ${todo.order}${options}`)
        : {
            text: `comment \`/milepost ${command}\` on ${link}`,
            command: `/milepost ${command}`,
            link,
          },
  };
};

const budgetWords = (
  { spent, limit, done, total }: NoticeOf<"budget">,
  { plan, run }: NoticePlace,
): NoticeText => ({
  what: `the budget is reached: ${dollars(spent)} of ${dollars(limit)}`,
  why: `${done} of ${count(total, "todo")} done, and no more are started`,
  answer: { text: `raise \`limits.usd\` in ${plan}, then \`${run}\``, command: run, link: null },
});

/** The first line of each reason: the rest of it is where people look. */
const stuckText = ({ reasons }: NoticeOf<"stuck">): string => {
  const shown = reasons.slice(0, maxReasons).map((reason) => `- ${cut(reason.split("\n")[0] ?? "", 200)}`);
  return [...shown, ...(reasons.length > maxReasons ? [`- ${reasons.length - maxReasons} more`] : [])].join(
    "\n",
  );
};

const maxReasons = 4;

const doneText = ({ open }: NoticeOf<"done">): string =>
  open.length === 0
    ? "all six criteria hold"
    : `all six criteria hold; to be merged in this order: ${named(open)}`;

const named = (pulls: readonly number[]): string =>
  [
    ...pulls.slice(0, maxNamedPulls).map((number) => `#${number}`),
    ...(pulls.length > maxNamedPulls ? [`${pulls.length - maxNamedPulls} more`] : []),
  ].join(", ");

const maxNamedPulls = 20;

const look = ({ url, plan, options, tracking }: NoticePlace): NoticeText["answer"] => {
  if (url === null) return answerBy(`milepost status ${plan}${options}`);
  const link = issueUrl(url, tracking);
  return { text: `see ${link}`, command: null, link };
};

const answerBy = (command: string): NoticeText["answer"] => ({ text: `\`${command}\``, command, link: null });

const issueUrl = (url: string, issue: number): string => `${url}/issues/${issue}`;

const oneLine = (text: string, most: number): string => defused(cut(text.replace(/\s+/g, " ").trim(), most));

/** Programs and reviewers say much of it: whoever shows it to people calls nobody by it, and links nowhere. */
const defused = (text: string): string => unsigned(text).replace(/(?<=\w:)(?=\/\/)/g, "\u2060");
