import type { GitHub } from "./client.ts";

/** What GraphQL knows by an id of its own. */
type Named = "repository" | `label ${string}` | `${"milestone" | "pull" | "comment"} ${number}`;

const known = new WeakMap<GitHub["octokit"], Map<Named, string>>();

/** Takes in an id that an answer has told, so that nobody needs to ask for it. */
export const noteId = ({ octokit }: GitHub, name: Named, id: string): void => {
  const ids = known.get(octokit) ?? new Map<Named, string>();
  known.set(octokit, ids.set(name, id));
};

/** The id of something, as far as it was told; what was made anew since has another. */
export const idOf = ({ octokit }: GitHub, name: Named): string | null =>
  known.get(octokit)?.get(name) ?? null;
