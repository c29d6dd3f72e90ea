import type { Workshop, World } from "../world.ts";
import { type Caller, callerOf, type Seen } from "./call.ts";

/** What a scenario works with: a fresh repository, and calls that are about it. */
export interface Stage {
  readonly world: World;
  readonly workshop: Workshop;
  readonly call: Caller;
}

/** Calls in an order that makes sense; the key is its name. */
export type Scenarios = Record<string, (stage: Stage) => Promise<void>>;

export const openStage = async (world: World, seen: Seen): Promise<Stage> => {
  const workshop = await world.repository();
  return { world, workshop, call: callerOf(world, seen, { owner: workshop.owner, repo: workshop.repo }) };
};
