import type { SeenPull } from "../core/snapshot/snapshot.ts";
import type { Forge, OwnComment } from "./ports.ts";

/** The name of the comment that says what the gates say of a pull request. */
export const gatesComment = "gates";

/** The pull request that the todo has, and what the gates said there; both are asked for at once. */
export const readPublished = async (
  pull: number | null,
  forge: Pick<Forge, "getPull" | "findComment">,
): Promise<[SeenPull | null, OwnComment | null]> =>
  pull === null
    ? [null, null]
    : await Promise.all([forge.getPull(pull), forge.findComment(pull, gatesComment)]);
