import type { User } from "../../accounts.ts";
import type { RepositoryContext } from "../../context.ts";
import { type Reactable, type ReactionContent, reactionContents } from "../../issues/reactions/table.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { userNode } from "../users/node.ts";

const names: Readonly<Record<ReactionContent, string>> = {
  "+1": "THUMBS_UP",
  "-1": "THUMBS_DOWN",
  laugh: "LAUGH",
  hooray: "HOORAY",
  confused: "CONFUSED",
  heart: "HEART",
  rocket: "ROCKET",
  eyes: "EYES",
};

type Reacting = User & { readonly content: ReactionContent; readonly reacted_at: string };

/** All of GitHub's reactions to something, those too that nobody gave. */
export const reactionGroups = (here: RepositoryContext, { subject, id }: Reactable) => {
  const given = here.store.all<Reacting>(
    `select users.id, login, users.created_at, content, reactions.created_at as reacted_at from reactions
     join users on users.id = user_id where subject = ? and subject_id = ? order by reactions.id`,
    subject,
    id,
  );
  return reactionContents.map((content) => {
    const users = given.filter((reaction) => reaction.content === content);
    return {
      content: names[content],
      createdAt: users[0]?.reacted_at ?? null,
      viewerHasReacted: users.some((user) => user.id === here.viewer?.id),
      users: (slice: Slice) => connection(inMemory(users), slice, (user) => userNode(here, user)),
    };
  });
};
