import { type SeenComment, subjectsOf, unanswered } from "../../../src/core/command/comment.ts";
import { isReplyTo, outcomeOf } from "../../../src/core/command/reply.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import type { Forge } from "../../../src/steps/ports.ts";
import type { ForgeState } from "./forge.ts";

const bot = "milepost-bot";
const stranger = "stranger";

/** Posts a comment; answers its id. */
export const say = (state: ForgeState, issue: number, body: string, author = "owner"): number => {
  const id = state.comments.size + 1;
  const comment = { id, issue, author, isBot: false, body, url: `#${id}`, updatedAt: state.now };
  state.comments.set(id, { ...comment, reactions: new Set() });
  return id;
};

/** The part of the forge's port that is about comments. Whoever is called a stranger may not write. */
export const conversationOf = (
  state: ForgeState,
): Pick<
  Forge,
  "listComments" | "getComment" | "deleteComment" | "react" | "findReply" | "reply" | "mayWrite" | "cancelRun"
> => ({
  deleteComment: async (id) => {
    state.comments.delete(id);
  },
  listComments: async (since) => [...state.comments.values()].filter(({ updatedAt }) => updatedAt >= since),
  getComment: async (id) => state.comments.get(id) ?? null,
  react: async (id, reaction) => {
    const reactions = state.comments.get(id)?.reactions;
    if (!reactions) return null;
    const isNew = !reactions.has(reaction);
    reactions.add(reaction);
    return { me: bot, isNew };
  },
  findReply: async ({ id }) => repliesTo(state, id)[0] ?? null,
  reply: async (issue, { body, earlier }) => {
    const known = earlier === null ? undefined : state.comments.get(earlier);
    if (known) state.comments.set(known.id, { ...known, body, updatedAt: state.now });
    else say(state, issue, body, bot);
  },
  mayWrite: async (login) => login !== stranger,
  cancelRun: async (run) => {
    state.cancelled.add(run);
  },
});

/** Our answers to a comment. */
export const repliesTo = (state: ForgeState, id: number): SeenComment[] =>
  [...state.comments.values()].filter(({ author, body }) => author === bot && isReplyTo(body, id));

/** What is wrong with how comments were answered once everything is at rest; empty when nothing is. */
export const badAnswers = (state: ForgeState, seen: Snapshot): string[] => {
  const everything = { since: "", answered: [], waiting: [], refused: [] };
  const asked = unanswered([...state.comments.values()], everything, subjectsOf(seen));
  const bad = asked
    .filter(({ author }) => author !== stranger)
    .flatMap(({ id, body }) => {
      const replies = repliesTo(state, id);
      const isRight = replies.length === 1 && replies.every((reply) => outcomeOf(reply.body) !== "waiting");
      return isRight ? [] : [`${body} (${id}) has ${replies.length} answers`];
    });
  const refused = asked.filter(({ author }) => author === stranger);
  const refusals = refused.flatMap(({ id }) => repliesTo(state, id)).length;
  // Whoever may not command is told so once, whatever they say.
  return refusals === Math.min(refused.length, 1) ? bad : [...bad, `a stranger has ${refusals} answers`];
};
