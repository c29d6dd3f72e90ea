import { outcomeOf, type Reply, type ReplyOutcome } from "../core/command/reply.ts";
import type { Forge, OwnComment, Reaction } from "./ports.ts";

/** Answers a comment that was not answered yet, or only that it waits. */
export const answerOnce = async (
  forge: Pick<Forge, "reply" | "react" | "findReply">,
  reply: Reply,
): Promise<void> => {
  const { comment: id, issue } = reply;
  const given = await forge.react(id, "eyes");
  if (!given) return;
  const earlier = given.isNew ? null : await forge.findReply({ id, issue }, given.me);
  if (earlier === null || outcomeOf(earlier.body) === "waiting") await answer(forge, reply, earlier);
};

/** Writes an answer, instead of an earlier one of the same comment, and gives the comment a thumb. */
export const answer = async (
  forge: Pick<Forge, "reply" | "react">,
  { comment, issue, body, outcome }: Reply,
  earlier: OwnComment | null,
): Promise<void> => {
  if (earlier?.body !== body) await forge.reply(issue, { body, earlier: earlier?.id ?? null });
  const reaction = reactionTo(outcome);
  if (reaction) await forge.react(comment, reaction);
};

const reactionTo = (outcome: ReplyOutcome): Reaction | null => {
  switch (outcome) {
    case "obeyed":
      return "+1";
    case "partly":
      return "confused";
    case "refused":
      return "-1";
    case "waiting":
      return null;
    default:
      return outcome satisfies never;
  }
};
