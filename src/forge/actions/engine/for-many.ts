import { setMaxListeners } from "node:events";

/** A signal that any number of jobs listen to: Node warns of a leak from the eleventh on. */
export const forMany = (signal: AbortSignal): AbortSignal => {
  setMaxListeners(0, signal);
  return signal;
};
