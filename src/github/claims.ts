import { z } from "zod";
import { LeaseError, PushRefused } from "../core/push-refused.ts";
import type { ClaimLiveness, ClaimNote, Win } from "../steps/ports.ts";
import { createRef } from "./branches.ts";
import { at, type GitHub, says } from "./client.ts";
import type { ForgeGit, SaidCommit } from "./forge-git.ts";
import { commitSaying } from "./text-commits.ts";

const noteSchema = z.object({
  run: z.string(),
  todo: z.string(),
  round: z.int().min(0).default(0),
  at: z.string(),
  starts: z.array(z.string().regex(/^[0-9a-f]{40}$/)).default([]),
});

interface Claiming {
  readonly plan: string;
  readonly last: string | null;
  readonly note: ClaimNote;
}

/**
 * Wins a todo for a run, or says who holds it. The claims of a todo are a chain of commits on one ref:
 * taking the next one creates the ref or fast-forwards it, which the forge does atomically, so of two
 * writers who saw the same last claim only one wins.
 */
export const win = async (github: GitHub, { plan, last, note }: Claiming): Promise<Win> => {
  const name = `milepost/claims/${plan}/${note.todo}`;
  const sha = await commitSaying(github, note, last === null ? [] : [last]);
  try {
    if (last === null) await createRef(github, `refs/${name}`, sha);
    else await github.octokit.rest.git.updateRef({ ...at(github), ref: name, sha, force: false });
    return { won: true, sha };
  } catch (error) {
    if (!says(error, "already exists") && !says(error, "not a fast forward")) throw error;
    return await readHolder(github, name, sha);
  }
};

/** The same by a push, which costs no request of the API: the forge takes it only if the ref is where it was seen. */
export const winByPush = async (git: ForgeGit, claiming: Claiming): Promise<Win> => {
  try {
    return await pushClaim(git, claiming, { hasFile: false });
  } catch (error) {
    if (!(error instanceof PushRefused)) throw error;
    // It may be that the forge takes no tree without a file.
    return await pushClaim(git, claiming, { hasFile: true });
  }
};

const pushClaim = async (
  git: ForgeGit,
  { plan, last, note }: Claiming,
  { hasFile }: { hasFile: boolean },
): Promise<Win> => {
  const ref = `refs/milepost/claims/${plan}/${note.todo}`;
  if (last !== null) await git.noteAt(last);
  const sha = await git.note(JSON.stringify(note), { parents: last === null ? [] : [last], hasFile });
  try {
    await git.push(sha, ref, { expect: last });
    return { won: true, sha };
  } catch (error) {
    if (!(error instanceof LeaseError)) throw error;
    const holder = await git.headOf(ref);
    if (holder === null) throw error;
    if (holder === sha) return { won: true, sha };
    return { won: false, holder: claimIn(holder, await git.noteAt(holder)).note, sha: holder };
  }
};

const readHolder = async (github: GitHub, name: string, mine: string): Promise<Win> => {
  const { data: ref } = await github.octokit.rest.git.getRef({ ...at(github), ref: name });
  if (ref.object.sha === mine) return { won: true, sha: mine };
  const { note } = await readClaim(github, ref.object.sha);
  return { won: false, holder: note, sha: ref.object.sha };
};

interface ReadClaim {
  readonly sha: string;
  readonly note: ClaimNote;
  /** The claim before it; `null` when it is the todo's first. */
  readonly before: string | null;
}

const readClaim = async (github: GitHub, sha: string): Promise<ReadClaim> => {
  const { data } = await github.octokit.rest.git.getCommit({ ...at(github), commit_sha: sha });
  return claimIn(sha, { ...data, parents: data.parents.map((parent) => parent.sha) });
};

const claimIn = (sha: string, { message, parents }: SaidCommit): ReadClaim => ({
  sha,
  note: noteSchema.parse(JSON.parse(message)),
  before: parents[0] ?? null,
});

/** Whether a live run holds what is claimed by that name in a plan. */
export const isHeld = async (
  github: GitHub,
  { plan, todo }: { readonly plan: string; readonly todo: string },
  livenessOf: ClaimLiveness,
): Promise<boolean> => {
  const ref = `milepost/claims/${plan}/${todo}`;
  const { data: refs } = await github.octokit.rest.git.listMatchingRefs({ ...at(github), ref });
  const last = refs.find((one) => one.ref === `refs/${ref}`);
  if (!last) return false;
  const { note } = await readClaim(github, last.object.sha);
  return (await livenessOf(note.run, todo)) === "live";
};

/** The claims of the same round before this one, the latest first, at most so many: none of them ended in a review. */
export const claimsBefore = async (
  { noteAt }: Pick<ForgeGit, "noteAt">,
  sha: string,
  most: number,
): Promise<ReadClaim[]> => {
  const found: ReadClaim[] = [];
  const { note, before } = claimIn(sha, await noteAt(sha));
  for (let next = before; next !== null && found.length < most; ) {
    const claim = claimIn(next, await noteAt(next));
    if (claim.note.round !== note.round) break;
    found.push(claim);
    next = claim.before;
  }
  return found;
};
