import { decisionOn } from "../core/todo/state.ts";
import { type Approved, deliver, type UserRepository } from "../git/repositories/repository.ts";
import type { PublisherPort } from "../steps/git-ports.ts";
import type { Orchestrated } from "../steps/orchestrate.ts";

/** Brings approved branches into the user's repository, those of some seconds in one go: each takes eight processes. */
interface Delivery {
  add(approved: Approved): void;
  /** Brings what is waiting, and waits until everything is there. */
  done(): Promise<void>;
}

const pauseMs = 5000;

export const newDelivery = (
  repository: UserRepository,
  publisher: Pick<PublisherPort, "fetch"> & { readonly dir: string },
): Delivery => {
  /** Commits by branch: of two approvals of one branch the later counts. */
  let waiting = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  const deliverWaiting = async (): Promise<void> => {
    const batch = waiting;
    waiting = new Map();
    try {
      const approved = [...batch].map(([branch, sha]) => ({ branch, sha }));
      await bring(approved);
    } catch (error) {
      // What was in its way, such as a person's git at work, may be gone the next time.
      waiting = new Map([...batch, ...waiting]);
      throw error;
    }
  };
  /** What an earlier run has approved may be on the forge only. */
  const bring = async (approved: readonly Approved[]): Promise<void> => {
    if (approved.length === 0) return;
    await publisher.fetch([...new Set(approved.map(({ sha }) => sha))]);
    await deliver(repository, publisher.dir, approved);
  };
  const deliverAll = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    last = last.catch(() => undefined).then(deliverWaiting);
    return last;
  };
  return {
    add: ({ branch, sha }) => {
      waiting.set(branch, sha);
      // A failure is `done`'s to tell.
      timer ??= setTimeout(() => deliverAll().catch(() => undefined), pauseMs);
    },
    done: deliverAll,
  };
};

/** All that is approved, whichever run saw it: one that was killed may not have delivered it. */
export const approvedIn = ({ todos }: Orchestrated): Approved[] =>
  todos.flatMap(({ record: { state, branch } }) => {
    const decision = decisionOn(state);
    return decision?.approved ? [{ branch, sha: decision.commit }] : [];
  });
