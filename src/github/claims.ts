import { z } from "zod";
import type { ClaimNote, Win } from "../steps/ports.ts";
import { createRef } from "./branches.ts";
import { at, type GitHub, says } from "./client.ts";

const noteSchema = z.object({
  run: z.string(),
  todo: z.string(),
  at: z.string(),
  starts: z.array(z.string().regex(/^[0-9a-f]{40}$/)).default([]),
});

/** Every repository has it. With files in claims, their workflows would be changes that no job's token may bring. */
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/**
 * Wins a todo for a run, or says who holds it. The claims of a todo are a chain of commits on one ref:
 * taking the next one creates the ref or fast-forwards it, which the forge does atomically, so of two
 * writers who saw the same last claim only one wins.
 */
export const win = async (
  github: GitHub,
  { plan, last, note }: { plan: string; last: string | null; note: ClaimNote },
): Promise<Win> => {
  const name = `milepost/claims/${plan}/${note.todo}`;
  const { data: commit } = await github.octokit.rest.git.createCommit({
    ...at(github),
    message: JSON.stringify(note),
    tree: emptyTree,
    parents: last === null ? [] : [last],
  });
  try {
    if (last === null) await createRef(github, `refs/${name}`, commit.sha);
    else await github.octokit.rest.git.updateRef({ ...at(github), ref: name, sha: commit.sha, force: false });
    return { won: true, sha: commit.sha };
  } catch (error) {
    if (!says(error, "already exists") && !says(error, "not a fast forward")) throw error;
    return await readHolder(github, name, commit.sha);
  }
};

const readHolder = async (github: GitHub, name: string, mine: string): Promise<Win> => {
  const { data: ref } = await github.octokit.rest.git.getRef({ ...at(github), ref: name });
  if (ref.object.sha === mine) return { won: true, sha: mine };
  const { data: commit } = await github.octokit.rest.git.getCommit({
    ...at(github),
    commit_sha: ref.object.sha,
  });
  return { won: false, holder: noteSchema.parse(JSON.parse(commit.message)), sha: ref.object.sha };
};
