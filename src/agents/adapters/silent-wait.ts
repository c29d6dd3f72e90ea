import type { GiveUp } from "./adapter.ts";

/** As long as a program may wait in silence after it said why; asked for more, it would wait an hour for a limit. */
export const longestSilence = 5 * 60_000;

/** Gives up a program that said it asks its model again, and says nothing more. */
export const silentWait = (giveUp: GiveUp) => {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const stop = (): void => clearTimeout(timer);
  return {
    began: (): void => {
      stop();
      timer = setTimeout(() => {
        over = true;
        giveUp("it waits in silence to ask its model again");
      }, longestSilence);
    },
    stop,
    isOver: (): boolean => over,
  };
};
