import { stoppingText, type View } from "./view.ts";

/** Tells a run as one JSON object a line. */
export const jsonView = (out: NodeJS.WritableStream): View => ({
  show: (event) => {
    out.write(`${JSON.stringify(event)}\n`);
  },
  stopping: () => {
    process.stderr.write(`${stoppingText}\n`);
  },
  hear: () => undefined,
  [Symbol.dispose]: () => undefined,
});
