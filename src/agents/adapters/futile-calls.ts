import { type ProgramTrouble, troubleOf } from "../../core/account/trouble.ts";
import type { GiveUp } from "./adapter.ts";

/**
 * Calls of tools that fail one after the other before a program is ended: a model that writes them wrongly goes on for
 * hundreds, in minutes, and no agent that gets anywhere fails so often without one that works.
 */
export const maxFutileCalls = 40;

const said = `${maxFutileCalls} calls of tools failed one after the other`;

/** Counts calls of tools, and gives up when too many came to nothing. */
export const futileCalls = (giveUp: GiveUp) => {
  let futile = 0;
  return {
    called: ({ failed }: { readonly failed: boolean }): void => {
      futile = failed ? futile + 1 : 0;
      if (futile === maxFutileCalls) giveUp(said);
    },
    trouble: (): ProgramTrouble | null =>
      futile < maxFutileCalls ? null : troubleOf({ kind: "endless", said }),
  };
};
