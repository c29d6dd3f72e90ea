import { type Approved, deliver, type UserRepository } from "../git/repository.ts";

/** Brings approved branches into the user's repository, those that come together in one go. */
export interface Delivery {
  add(approved: Approved): void;
  /** Waits until everything is there. */
  done(): Promise<void>;
}

export const newDelivery = (repository: UserRepository, publisherDir: string): Delivery => {
  let waiting: Approved[] = [];
  let going: Promise<void> | null = null;
  const deliverAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await deliver(repository, publisherDir, batch);
    }
    going = null;
  };
  return {
    add: (approved) => {
      waiting.push(approved);
      going ??= deliverAll();
      going.catch(() => undefined);
    },
    done: async () => {
      await going;
    },
  };
};
