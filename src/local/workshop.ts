import { join } from "node:path";
import { differences, fingerprint } from "../git/fingerprint.ts";
import { bundle } from "../git/handoff-bundle.ts";
import type { Hub } from "../git/hub.ts";
import { type Author, commitLeftovers } from "../git/leftovers.ts";
import { prepareReviewTree, prepareWorktree, setupDone, type Worktree } from "../git/worktree.ts";
import type { Checkout, Workshop } from "../steps/ports.ts";
import { newGuard } from "./guard.ts";

export interface WorkshopPlace {
  readonly hub: Hub;
  /** The folder that worktrees are made in. */
  readonly worktrees: string;
  /** The user's repository, which no agent may touch. */
  readonly root: string;
  readonly author: Author;
}

/** Worktrees of the hub for agents and reviewers, with the user's repository watched while they run. */
export const workshopAt = ({ hub, worktrees, root, author }: WorkshopPlace): Workshop => ({
  checkOut: async ({ worktree, branch, start, base }) =>
    asCheckout(
      await prepareWorktree(hub, { path: join(worktrees, worktree), branch, start, base: [base] }),
      author,
    ),
  checkOutForReview: async ({ worktree, head }) =>
    asCheckout(
      await prepareReviewTree(hub, { path: join(worktrees, `${worktree}.review`), sha: head }),
      author,
    ),
  guard: newGuard({ look: () => fingerprint(root), compare: differences }),
});

const asCheckout = (worktree: Worktree, author: Author): Checkout => ({
  path: worktree.path,
  fresh: worktree.fresh,
  earlier: worktree.earlier,
  setUp: () => setupDone(worktree),
  commit: (message) => commitLeftovers(worktree, { author, message }),
  diff: (base, head) => worktree.hub.changes(base, head),
  bundle: (head, file) => bundle(worktree, head, file),
});
