import { setTimeout as sleep } from "node:timers/promises";
import { addEventHandler } from "jest-circus";

/** Milliseconds; far more than any test takes, for what is slow on a busy machine has not failed. */
const usual = Number(process.env.MILEPOST_TEST_LIMIT ?? 300_000);

type Body = () => Promise<unknown>;

const limited =
  (body: Body, limit: number): Body =>
  async () => {
    const ended = new AbortController();
    const late = async () => {
      await sleep(limit, undefined, { signal: ended.signal });
      throw new Error(`it did not end within ${limit / 1000} s`);
    };
    try {
      return await Promise.race([body(), late()]);
    } finally {
      ended.abort();
    }
  };

// The runner waits for a test for ever, and nobody would hear which one it was.
addEventHandler((event, { currentDescribeBlock: block }) => {
  if (event.name !== "add_test" && event.name !== "add_hook") return;
  const added = event.name === "add_test" ? block.tests.at(-1) : block.hooks.at(-1);
  if (added?.fn) added.fn = limited(added.fn as Body, event.timeout ?? usual);
});
