import { setTimeout as sleep } from "node:timers/promises";

/** Waits as long as the work seems to take, so that one can watch: at most MILEPOST_DEMO_PAUSE milliseconds. */
export const pause = (seed, least = 300, most = 1500) => {
  const sum = [...seed].reduce((total, character) => total + character.charCodeAt(0) * 37, 0);
  const wanted = least + (sum % (most - least));
  return sleep(Math.min(wanted, Number(process.env.MILEPOST_DEMO_PAUSE ?? most)));
};
