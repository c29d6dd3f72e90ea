import { join } from "node:path";
import type { Plan } from "../core/plan/plan.ts";
import type { BaseFault } from "../core/proof/fault.ts";
import { proofKey } from "../core/proof/key.ts";
import { runsOnLanding } from "../core/proof/landing.ts";
import { handoverOf, type Landable } from "../core/report/landable.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";
import { isAncestor } from "../git/facts/facts.ts";
import { treeAt } from "../git/facts/tree.ts";
import { gitAt } from "../git/git.ts";
import { makeCoherent } from "../git/hand-off/coherent.ts";
import { landOn } from "../git/repositories/landing-branch.ts";
import { deliver, type UserRepository } from "../git/repositories/repository.ts";
import type { BaseState } from "../steps/base-check.ts";
import type { ProofStore } from "../steps/ports.ts";
import { signerOf } from "./trusted-side.ts";

interface Landing {
  readonly plan: Plan;
  readonly repository: UserRepository;
  readonly desired: DesiredState;
  /** The forge's bare repository, and the head of the plan's base there. */
  readonly folder: string;
  readonly base: string;
  readonly proofs: Pick<ProofStore, "find">;
  /** What the branch is at; `null` where it is new, and begins at the forge's base. */
  readonly at: string | null;
  /** Runs the plan's commands on a commit of the repository. */
  readonly attempt: (commit: string) => Promise<BaseState>;
}

/** What would be the branch's new commit, proved; or why there is none. */
export type LandEnd =
  | {
      readonly kind: "landed";
      readonly commit: string;
      readonly work: readonly Landable[];
      readonly wasProved: boolean;
    }
  | { readonly kind: "nothing" }
  | { readonly kind: "conflict"; readonly with: string; readonly paths: readonly string[] }
  | { readonly kind: "failed"; readonly fault: BaseFault }
  | { readonly kind: "interrupted" };

/** Makes of approved work, merged in order on a branch, a commit on which the plan's commands pass. No branch moves. */
export const landingCommit = async (landing: Landing): Promise<LandEnd> => {
  const { plan, repository, desired, folder, base, at } = landing;
  const { ready } = handoverOf(desired.todos, plan);
  await deliver(repository, folder, [
    { branch: plan.base, sha: base },
    ...ready.map(({ branch, head }) => ({ branch, sha: head })),
  ]);
  const git = gitAt(repository.gitDir);
  const isBehind = at === null || (await isAncestor(git, at, base));
  const start = isBehind ? base : at;
  const merges = [
    { head: base, message: `Merge ${plan.base} of Milepost's forge` },
    ...ready.map(({ head, ...one }) => ({ head, message: mergeMessage(one) })),
  ];
  const merged = await landOn(git, start, { merges, author: plan.author });
  if (merged.kind === "conflict") {
    const { order = plan.base } = ready[merged.at - 1] ?? {};
    return { kind: "conflict", with: order, paths: merged.paths };
  }
  if (merged.commit === at) return { kind: "nothing" };
  await using signer = await signerOf(plan);
  const published = merges.map(({ head }) => head);
  const { head } = await makeCoherent(git, {
    start,
    head: merged.commit,
    published,
    author: plan.author,
    signer,
  });
  return await proved(head, ready, landing);
};

const mergeMessage = ({ order, title, pull }: Pick<Landable, "order" | "title" | "pull">): string =>
  `Merge ${order}: ${title}\n\nApproved as #${pull} of Milepost's forge.`;

const proved = async (commit: string, work: readonly Landable[], landing: Landing): Promise<LandEnd> => {
  const { plan, repository, proofs, attempt } = landing;
  const done = { kind: "landed", commit, work, wasProved: true } as const;
  if (!runsOnLanding(plan)) return done;
  const tree = await treeAt(gitAt(repository.gitDir), commit);
  if ((await proofs.find(proofKey(tree, plan, { machine: "laptop" })))?.kind === "passed") return done;
  const state = await attempt(commit);
  switch (state.kind) {
    case "passed":
      return { ...done, wasProved: false };
    case "failed":
      return { kind: "failed", fault: state.fault };
    case "unknown":
      return { kind: "interrupted" };
    default:
      return state satisfies never;
  }
};

/** The folder of a repository of the embedded forge. */
export const forgeFolder = (forge: string, { owner, repo }: { owner: string; repo: string }): string =>
  join(forge, "repositories", owner, `${repo}.git`);
