import type { MergeWay } from "../core/decide/change.ts";
import type { MergeOutcome } from "../steps/ports.ts";
import { at, createOnce, type GitHub, says, statusOf } from "./client.ts";
import { refusalIn } from "./explain.ts";
import { mergeAsync } from "./merge-async.ts";
import { allowedMethods } from "./merge-methods.ts";
import { enqueue } from "./merge-queue.ts";
import { getPull } from "./pulls.ts";

interface Wanted {
  readonly number: number;
  readonly head: string;
}

/** Merges exactly this head; says how it went instead of throwing when the forge declines. */
export const mergePull = async (github: GitHub, pull: Wanted, how: MergeWay): Promise<MergeOutcome> => {
  if (how.queue) return await enqueue(github, pull);
  const outcome = await mergeAsWanted(github, pull, how);
  if (!isDeclined(outcome)) return outcome;
  if (/merge queue/i.test(outcome.declined)) return await enqueue(github, pull);
  if (!how.free || !aboutTheWay.test(outcome.declined)) return outcome;
  // The repository, or its base's rules, allow other ways than they did when it was looked at.
  const [method] = (await allowedMethods(github)).filter((one) => one !== how.method);
  return method === undefined ? outcome : await mergeAsWanted(github, pull, { ...how, method });
};

const isDeclined = (outcome: MergeOutcome): outcome is Extract<MergeOutcome, object> =>
  typeof outcome === "object";

/** By the words of GitHub: `Merge commits are not allowed on this repository.`, `This branch must not contain merge commits.` */
const aboutTheWay = /(?:merges?|commits) are not allowed|must not contain merge commits|linear history/i;

const mergeAsWanted = async (github: GitHub, pull: Wanted, how: MergeWay): Promise<MergeOutcome> => {
  if (how.method !== "rebase") return await mergeBy(github, pull, how);
  // A replay loses what a merge commit resolved.
  const commits = await commitsOf(github, pull);
  const isReplayable = commits.every(({ parents }) => parents.length === 1);
  const outcome: MergeOutcome = isReplayable ? await mergeBy(github, pull, how) : cannotBeReplayed;
  if (!isDeclined(outcome) || !/can.?t be rebased/i.test(outcome.declined)) return outcome;
  if (how.instead === null) return { ...outcome, isReplay: true };
  return await mergeBy(github, pull, { ...how, method: how.instead });
};

const cannotBeReplayed = { declined: "This branch can't be rebased" };

const mergeBy = async (github: GitHub, pull: Wanted, how: MergeWay): Promise<MergeOutcome> => {
  const { method, tree } = how;
  const texts = method === "squash" ? await squashTexts(github, pull, how) : {};
  const create = async (): Promise<string> => {
    const { data } = await github.octokit.rest.pulls.merge({
      ...at(github),
      pull_number: pull.number,
      sha: pull.head,
      merge_method: method,
      ...texts,
      request: { retries: 0 },
    });
    return data.sha;
  };
  const find = async () => (await getPull(github, pull.number)).merged?.commit ?? null;
  const merged = async (commit: string): Promise<MergeOutcome> =>
    tree === null || (await treeOf(github, commit)) === tree ? "merged" : "drifted";
  try {
    return await merged(await createOnce({ create, find }));
  } catch (error) {
    const status = statusOf(error);
    if (status === 409 && says(error, "was modified")) return "moved";
    if (status === 405 && says(error, "not mergeable")) return "conflict";
    if (status === 405 && (await find())) return "merged";
    // The branch's protection, the repository's ways to merge, or a right that the token lacks.
    const declined = refusalIn(error);
    if (declined === null) throw error;
    const inBackground = status === 403 ? await mergeAsync(github, pull, { method, ...texts }) : null;
    if (inBackground === null) return { declined };
    return "sha" in inBackground ? await merged(inBackground.sha) : inBackground.outcome;
  }
};

const treeOf = async (github: GitHub, commit_sha: string): Promise<string> =>
  (await github.octokit.rest.git.getCommit({ ...at(github), commit_sha })).data.tree.sha;

/** What a squash's commit says: the title, and everybody's sign-off that was on what it is made of. */
const squashTexts = async (
  github: GitHub,
  pull: Wanted,
  { title, signOff }: Pick<MergeWay, "title" | "signOff">,
): Promise<{ commit_title: string; commit_message: string }> => {
  const signed = (await commitsOf(github, pull)).flatMap(({ message }) =>
    [...message.matchAll(/^Signed-off-by: (.+ <[^<>]+>)\s*$/gim)].map(([, who = ""]) => who.trim()),
  );
  const all = [...new Set([...signed, signOff])];
  return { commit_title: title, commit_message: all.map((who) => `Signed-off-by: ${who}`).join("\n") };
};

const commitsOf = async (
  github: GitHub,
  { number }: Wanted,
): Promise<{ message: string; parents: readonly unknown[] }[]> => {
  const found = await github.octokit.paginate(github.octokit.rest.pulls.listCommits, {
    ...at(github),
    pull_number: number,
    per_page: 100,
  });
  return found.map(({ commit, parents }) => ({ message: commit.message, parents }));
};
