import { inReviewText, type Unheard, unheardReply } from "../../core/command/unheard.ts";
import type { GitHub } from "../../github/client.ts";
import { forgeOf } from "../../github/forge.ts";
import { answerOnce } from "../../steps/answer.ts";
import type { HeardEvent } from "./heard.ts";

/** Says once what no run will say: why a comment is not obeyed, or that commands in a review's text are not. */
export const answerHere = async (
  github: GitHub,
  { asks, on: { number: issue } }: HeardEvent,
  why: Unheard | null,
): Promise<void> => {
  const forge = forgeOf({ bot: github, reviewer: github });
  if (asks?.kind === "review")
    await forge.upsertComment(issue, { name: `answer review ${asks.id}`, text: inReviewText, isNew: false });
  else if (asks && why) await answerOnce(forge, unheardReply({ id: asks.id, issue }, why));
};
