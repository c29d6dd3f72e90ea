import { once } from "node:events";
import { type LandingEntry, landingName } from "../../src/core/proof/landing.ts";
import { type Looked, runLanes } from "../../src/local/lanes.ts";

const sha = "1".repeat(40);
const landing: LandingEntry = {
  ...{ kind: "landing", plan: "p", body: landingName, todo: landingName, from: "implement" },
  ...{ base: sha, heads: [], key: "k" },
};
const look = (progress: Looked["progress"], more: Partial<Looked> = {}): Looked => ({
  ...{ entries: [], unclaimed: [], landing: null, until: null, seen: { tracking: null } },
  ...{ progress, ...more },
});
const closed = look({ kind: "closed" });
const waitsForLanding = look({ kind: "stuck", reasons: ["another run proves what lands"] });

/** Runs lanes through these looks; the lane that the first one starts ends while the second one looks. */
const through = async (second: Looked): Promise<Looked> => {
  const ending = new AbortController();
  const ended = new AbortController();
  const left = [
    async () => look({ kind: "running" }, { landing, unclaimed: ["a"] }),
    async () => {
      ending.abort();
      await once(ended.signal, "abort");
      return second;
    },
    async () => closed,
  ];
  const active = new Set<string>();
  return await runLanes({
    begin: async () => undefined,
    look: async () => {
      const seen = await left.shift()?.();
      if (!seen) throw new Error("looked once more than there is to see");
      return seen;
    },
    lane: () => Promise.reject(new Error("no todo has work")),
    prove: async () => {
      await once(ending.signal, "abort");
      // Its name goes from the active ones right after it has ended.
      setImmediate(() => ended.abort());
    },
    ...{ active, signal: new AbortController().signal },
    comments: () => new Promise(() => undefined),
    wake: () => new Promise(() => undefined),
    ...{ check: () => undefined, abort: () => undefined, onLook: () => undefined, onLane: () => undefined },
    onEnd: async () => undefined,
  });
};

test.each([
  ["waits for what it proves", waitsForLanding],
  ["waits for an account", look({ kind: "held", until: "2026-01-01T00:00:00Z", reasons: [] })],
])("a look that %s, while the last lane ends, is not the last one", async (_, second) => {
  expect(await through(second)).toBe(closed);
});
