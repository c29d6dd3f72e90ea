import { setTimeout as sleep } from "node:timers/promises";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { PageContext } from "./environment.ts";

/** How often a page asks whether anything was written, in milliseconds. */
const pauseMs = 1000;

/** Tells a page whenever a number has grown, so that it loads itself anew; ends when the browser goes away. */
export const streamChanges = (context: PageContext, changes: () => number): Response =>
  streamSSE(context, async (stream: SSEStreamingApi) => {
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
  });
