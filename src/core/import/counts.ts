import { count } from "../count.ts";
import { type Accounted, type Fate, isComment } from "./account.ts";
import type { LeftWhy } from "./backlog.ts";

/** Why a line became nothing, in words. */
export const whyText: Record<LeftWhy, string> = {
  done: "done already",
  cancelled: "cancelled",
  duplicate: "a duplicate",
  group: "what others are a part of",
  prose: "prose, kept as a comment",
  beside: "not where the todos are, kept as a comment",
  heading: "a title without todos of its own, kept as a comment",
  code: "code, kept as a comment",
  quote: "a quotation, kept as a comment",
  hidden: "a comment of the source, kept as one",
  "boxes-beside": "boxes outside of the work, kept as comments",
  column: "columns that a plan has no place for",
  field: "fields that a plan has no place for",
  head: "names of columns",
  own: "Milepost's own",
  judged: "by the program",
  unnamed: "nothing names it, kept as a comment",
  markup: "says nothing",
};

/** What became of lines, in words. */
export const fateText = (fate: Fate): string => {
  switch (fate.to) {
    case "title":
      return "title";
    case "rule":
      return "rule";
    case "setting":
      return `setting \`${fate.key}\``;
    case "body":
      return `body ${fate.body}`;
    case "todo":
      return `todo ${fate.todo}`;
    case "text":
      return `text of ${fate.todo}`;
    case "branch":
      return `branch of ${fate.todo}`;
    case "left":
      return `left out: ${whyText[fate.why]}${fate.what ? ` (${fate.what})` : ""}`;
    default:
      return fate satisfies never;
  }
};

/** How much of a source became what, in a line that a person can check. */
export const countsText = (
  account: readonly Accounted[],
  { bodies, todos }: { bodies: number; todos: number },
): string => {
  const fates = account.map(({ fate }) => fate);
  const rules = fates.filter(({ to }) => to === "rule").length;
  const over = (why: LeftWhy) => fates.filter((fate) => fate.to === "left" && fate.why === why).length;
  const lines = account
    .filter(({ fate }) => isComment(fate))
    .reduce((sum, { line, end }) => sum + end - line + 1, 0);
  const parts = [
    `${count(todos, "todo")} in ${count(bodies, "body", "bodies")}`,
    ...(rules > 0 ? [count(rules, "rule")] : []),
    ...(["done", "cancelled", "duplicate"] as const).flatMap((why) =>
      over(why) > 0 ? [`${over(why)} left out as ${why === "done" ? "done" : whyText[why]}`] : [],
    ),
    ...(lines > 0 ? [`${count(lines, "line")} kept as comments`] : []),
  ];
  return parts.join(", ");
};
