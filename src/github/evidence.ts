import { setTimeout as sleep } from "node:timers/promises";
import type { Evidence } from "../core/snapshot/snapshot.ts";
import { at, type GitHub } from "./client.ts";
import { type Heard, readPeople } from "./people.ts";
import { type ReadPull, readPull } from "./pulls.ts";

/** Times that a pull request is asked whether it can be merged while the forge is still computing it. */
const maxAsks = 20;
const pauseMs = 100;

/** What is read of a pull request before a milestone closes: the pull request anew, and its evidence. */
interface Proof {
  readonly pull: ReadPull;
  readonly evidence: Evidence;
  readonly reviews: Heard["reviews"];
}

/** Reads each pull request anew: where its head is, whether it can be merged, what is unresolved in it. */
export const readProofs = async (
  github: GitHub,
  numbers: readonly number[],
  reviewers?: Set<string>,
): Promise<Proof[]> => {
  const people = await readPeople(github, numbers, reviewers);
  const proofs: Proof[] = [];
  for (const number of numbers) {
    const { pull, mergeable, draft } = await readMergeable(github, number);
    const { reviews, unresolved } = people.get(number) ?? { reviews: [], unresolved: 0 };
    proofs.push({ pull, evidence: { mergeable, draft, unresolvedThreads: unresolved }, reviews });
  }
  return proofs;
};

const readMergeable = async (
  github: GitHub,
  pull_number: number,
): Promise<{ pull: ReadPull } & Pick<Evidence, "mergeable" | "draft">> => {
  for (let asks = 1; ; asks++) {
    const { data } = await github.octokit.rest.pulls.get({ ...at(github), pull_number });
    if (data.mergeable !== null || data.state !== "open" || asks === maxAsks) {
      return { pull: readPull(data), mergeable: data.mergeable, draft: data.draft ?? false };
    }
    await sleep(pauseMs * asks);
  }
};
