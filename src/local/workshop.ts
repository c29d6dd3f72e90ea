import { join } from "node:path";
import type { Sandbox } from "../agents/sandbox/sandbox.ts";
import type { Plan } from "../core/plan/plan.ts";
import { readCoverage } from "../git/facts/coverage-report.ts";
import { mergeCommit } from "../git/facts/merge.ts";
import { commitParts } from "../git/facts/parts.ts";
import { treeAt } from "../git/facts/tree.ts";
import { bundle } from "../git/hand-off/handoff-bundle.ts";
import { differences, fingerprint } from "../git/repositories/fingerprint.ts";
import type { Hub } from "../git/repositories/hub.ts";
import { type Author, commitLeftovers } from "../git/worktrees/leftovers.ts";
import {
  clearForSetup,
  commandsDirOf,
  isProvisioned,
  recordProvisions,
  sweep,
} from "../git/worktrees/provisions.ts";
import { prepareReviewTree, prepareWorktree, type Worktree } from "../git/worktrees/worktree.ts";
import { withSecrets } from "../secrets/facts.ts";
import type { Checkout, Workshop } from "../steps/git-ports.ts";
import { type Guard, newGuard, newWitness } from "./guard.ts";

interface WorkshopPlace {
  readonly hub: Hub;
  /** The folder that worktrees are made in. */
  readonly worktrees: string;
  readonly author: Author;
  /** The plan's globs of generated files. */
  readonly generated: readonly string[];
  /** The plan's commands that make what worktrees need beside git's files. */
  readonly setup: readonly string[];
  /** What no file of an agent may be larger than. */
  readonly limits: Pick<Plan["limits"], "blobMegabytes">;
  readonly guard: Guard;
}

/** Watches the user's repository: where a sandbox keeps programs out of it, what changes is only told. */
export const guardOf = (
  root: string,
  sandbox: Sandbox | null,
  tell: (changes: readonly string[]) => void,
): Guard => {
  const watched = { look: () => fingerprint(root), compare: differences };
  return sandbox ? newWitness(watched, tell) : newGuard(watched);
};

/** Takes in what the hub finds of itself. */
export const reportTo =
  (guard: Guard) =>
  (touched: readonly string[]): void =>
    guard.report(touched.map((name) => ({ name, text: `${name} of the shared repository changed` })));

/** Worktrees of the hub for agents and reviewers, with the user's repository watched while they run. */
export const workshopAt = ({ hub, worktrees, guard, ...habits }: WorkshopPlace): Workshop => ({
  checkOut: async ({ worktree, branch, start, base }) =>
    asCheckout(
      await prepareWorktree(hub, { path: join(worktrees, worktree), branch, start, base: [base] }),
      habits,
    ),
  checkOutForReview: async ({ worktree, head }) =>
    asCheckout(
      await prepareReviewTree(hub, { path: join(worktrees, `${worktree}.review`), sha: head }),
      habits,
    ),
  merge: async (wanted) => {
    hub.restore();
    return await mergeCommit(hub.git, { ...wanted, author: habits.author });
  },
  parts: async (wanted) => {
    hub.restore();
    return await commitParts(hub.git, habits.author, wanted);
  },
  treeOf: async (sha) => {
    hub.restore();
    return await treeAt(hub.git, sha);
  },
  guard: guard.watch,
});

type Habits = Pick<WorkshopPlace, "author" | "generated" | "setup" | "limits">;

const asCheckout = (worktree: Worktree, { author, generated, setup, limits }: Habits): Checkout => ({
  path: worktree.path,
  commandsDir: commandsDirOf(worktree),
  isSetUp: isProvisioned(worktree, { setup, head: worktree.start }),
  earlier: worktree.earlier,
  clear: () => clearForSetup(worktree),
  provisioned: (at) => recordProvisions(worktree, { setup, ...at }),
  sweep: (head) => sweep(worktree, { setup, head }),
  commit: (message, tell) => commitLeftovers(worktree, { author, message, limits, tell }),
  facts: (base, head) => withSecrets(worktree.hub, { base, head }, { generated, commits: true, lines: true }),
  coverage: (wanted) => {
    worktree.hub.restore();
    return readCoverage(worktree.hub.git, { root: worktree.path, ...wanted });
  },
  bundle: (head, file) => bundle(worktree, head, file),
});
