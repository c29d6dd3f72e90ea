import { join } from "node:path";
import type { Job } from "./job.ts";

/** Where a lane's step keeps what is its own: outside the checkout, in the job's temporary folder. */
export interface ActionPlace {
  readonly dir: string;
  readonly publisher: string;
  readonly hub: string;
  /** The folder that worktrees are in. */
  readonly worktrees: string;
  /** The hand-off directory. */
  readonly handOff: string;
}

export const placeOf = ({ temp }: Pick<Job, "temp">): ActionPlace => {
  const dir = join(temp, "milepost");
  return {
    dir,
    publisher: join(dir, "publisher.git"),
    hub: join(dir, "hub.git"),
    worktrees: join(dir, "worktrees"),
    handOff: join(dir, "hand-off"),
  };
};
