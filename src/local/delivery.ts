import { type Approved, deliver, type UserRepository } from "../git/repositories/repository.ts";

/** Brings approved branches into the user's repository, those of about a second in one go. */
export interface Delivery {
  add(approved: Approved): void;
  /** Brings what is waiting, and waits until everything is there. */
  done(): Promise<void>;
}

const pauseMs = 1000;

export const newDelivery = (repository: UserRepository, publisherDir: string): Delivery => {
  /** Commits by branch: of two approvals of one branch the later counts. */
  let waiting = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  const deliverAll = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = [...waiting].map(([branch, sha]) => ({ branch, sha }));
    waiting = new Map();
    last = last.then(() => deliver(repository, publisherDir, batch));
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
