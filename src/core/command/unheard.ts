import { code } from "../publish/line.ts";
import { asReply, type Reply } from "./reply.ts";

/** Why no run obeys the commands of a comment, for good or for now. */
export type Unheard =
  /** It is on nothing of a plan; the plans that are open, by id. */
  | { readonly kind: "no-plan"; readonly open: readonly string[] }
  /** No file on the default branch has its plan, or none that can be read. */
  | { readonly kind: "plan-gone"; readonly plan: string }
  /** The run that would obey it could not be started. */
  | { readonly kind: "not-started"; readonly workflow: string; readonly said: string; readonly hint: string };

/** The answer to a comment that no run obeys: what a later run may obey waits for that. */
export const unheardReply = (comment: { id: number; issue: number }, why: Unheard): Reply =>
  asReply(comment, why.kind === "no-plan" ? "refused" : "waiting", unheardText(why));

/** Why nothing was done, in Markdown. */
export const unheardText = (why: Unheard): string => {
  switch (why.kind) {
    case "no-plan":
      return `Nothing was done: this belongs to no open plan. Commands are written on a plan's tracking issue, or on an issue or a pull request of one of its todos. ${openText(why.open)}`;
    case "plan-gone":
      return `Not obeyed yet: no file of \`plans/\` on the default branch has the plan ${code(why.plan)}, or it is not right, which \`milepost validate\` tells. The plan's next run obeys it once the file is there.`;
    case "not-started":
      return `Not obeyed yet: ${code(why.workflow)} could not be started. ${code(why.said, 300)}${why.hint === "" ? "" : `\n\nNext: ${why.hint}.`}\n\nThe plan's next run obeys it, whoever starts that.`;
    default:
      return why satisfies never;
  }
};

const openText = (ids: readonly string[]): string =>
  ids.length === 0 ? "No plan is open." : `Plans that are open: ${ids.map((id) => code(id)).join(", ")}.`;

/** What is said to commands in a review, whose text is no comment. */
export const inReviewText =
  "Commands are not read in reviews: write the line in a comment on this pull request. The review counts as what it is.";
