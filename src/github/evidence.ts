import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Evidence } from "../core/snapshot/snapshot.ts";
import type { GitHub } from "./client.ts";
import { type Heard, readPeople } from "./people.ts";
import { pullFields, pullOf, queriedPull, type ReadPull } from "./pull-query.ts";
import { askRepository } from "./repository-query.ts";

/** Times that pull requests are asked whether they can be merged while the forge is still computing it. */
const maxAsks = 20;
const pauseMs = 100;

/** Pull requests asked about in one request. */
const batch = 50;

/** What is read of a pull request before a milestone closes: the pull request anew, and its evidence. */
interface Proof {
  readonly pull: ReadPull;
  readonly evidence: Evidence;
  readonly reviews: Heard["reviews"];
}

/** Reads each pull request anew: where its head is, whether it can be merged, what is unresolved in it. */
export const readProofs = async (github: GitHub, numbers: readonly number[]): Promise<Proof[]> => {
  const people = await readPeople(github, numbers);
  const proofs: Proof[] = [];
  for (let from = 0; from < numbers.length; from += batch)
    for (const { pull, mergeable, draft } of await readMergeable(github, numbers.slice(from, from + batch))) {
      const { reviews, unresolved } = people.get(pull.number) ?? { reviews: [], unresolved: 0 };
      proofs.push({ pull, evidence: { mergeable, draft, unresolvedThreads: unresolved }, reviews });
    }
  return proofs;
};

const raw = queriedPull.extend({
  isDraft: z.boolean(),
  mergeable: z.enum(["MERGEABLE", "CONFLICTING", "UNKNOWN"]),
});
type RawPull = z.output<typeof raw>;

const answer = z.record(z.string(), raw);

const fields = `${pullFields} isDraft mergeable`;

type Mergeable = { readonly pull: ReadPull } & Pick<Evidence, "mergeable" | "draft">;

const readMergeable = async (github: GitHub, numbers: readonly number[]): Promise<Mergeable[]> => {
  const found = new Map<number, Mergeable>();
  for (let left = numbers, asks = 1; left.length > 0; asks++) {
    if (asks > 1) await sleep(pauseMs * (asks - 1));
    for (const one of await readSome(github, left)) found.set(one.pull.number, one);
    if (asks === maxAsks) break;
    left = left.filter((number) => isUndecided(found.get(number)));
  }
  return numbers.flatMap((number) => found.get(number) ?? []);
};

/** Whether the forge is still computing. */
const isUndecided = (one: Mergeable | undefined): boolean =>
  one?.mergeable === null && one.pull.state === "open";

const readSome = async (github: GitHub, numbers: readonly number[]): Promise<Mergeable[]> => {
  const asked = numbers.map((number) => [`p${number}`, `pullRequest(number: ${number}) { ${fields} }`]);
  return Object.values(answer.parse(await askRepository(github, Object.fromEntries(asked)))).map(asMergeable);
};

const canBeMerged = { MERGEABLE: true, CONFLICTING: false, UNKNOWN: null } as const;

const asMergeable = (pull: RawPull): Mergeable => ({
  pull: pullOf(pull),
  mergeable: canBeMerged[pull.mergeable],
  draft: pull.isDraft,
});
