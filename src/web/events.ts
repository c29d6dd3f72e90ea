import { setTimeout as sleep } from "node:timers/promises";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { PageContext } from "./environment.ts";

/** How often a page asks whether anything was written, in milliseconds. */
const pauseMs = 1000;

/** How long a forge that stops waits for pages to load themselves once more, in milliseconds. */
const farewellMs = 3000;

/** The pages that are open and follow what happens. */
export interface Followers {
  /** Tells a page whenever a number has grown, so that it loads itself anew; ends when the browser goes away. */
  readonly follow: (context: PageContext, changes: () => number) => Response;
  /** Has them load themselves for the last time; waits till they have, a few seconds at most. */
  readonly farewell: () => Promise<void>;
}

export const openFollowers = (): Followers => {
  const open = new Map<SSEStreamingApi, Promise<void>>();
  return {
    follow: (context, changes) =>
      streamSSE(context, async (stream) => {
        open.set(stream, new Promise((resolve) => stream.onAbort(resolve)));
        await tellChanges(stream, changes).finally(() => open.delete(stream));
      }),
    farewell: async () => {
      if (open.size === 0) return;
      const gone = [...open].map(async ([stream, left]) => {
        await stream.writeSSE({ event: "last", data: "" });
        await left;
      });
      await Promise.race([Promise.all(gone), sleep(farewellMs, undefined, { ref: false })]);
    },
  };
};

const tellChanges = async (stream: SSEStreamingApi, changes: () => number): Promise<void> => {
  let last = changes();
  await stream.writeSSE({ event: "hello", data: String(last) });
  for (;;) {
    // A forge that is stopped does not wait for it.
    await sleep(pauseMs, undefined, { ref: false });
    if (stream.aborted) return;
    const now = changes();
    if (now === last) continue;
    last = now;
    await stream.writeSSE({ event: "changed", data: String(now) });
  }
};
