import type { ProgramTrouble } from "../../src/core/account/trouble.ts";
import { patiently } from "../../src/steps/patience.ts";
import { planWith } from "../core/scene.ts";

const plan = planWith({ a: [{}] }, { limits: { minutes: 60, stallMinutes: 10 } });
const usage = { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, usd: 1, assumedUsd: 0 };
const minute = 60_000;
const overloaded: ProgramTrouble = { kind: "overloaded", until: null, said: "529" };
const offline: ProgramTrouble = { kind: "offline", said: "refused" };
const cut: ProgramTrouble = { kind: "cut-stream", said: "cut" };
const limited: ProgramTrouble = { kind: "limited", until: null, said: "limit" };

/** The waits, in minutes, of a program that meets these troubles one after the other, and what is answered at last. */
const waitsOf = async (troubles: readonly (ProgramTrouble | null)[], runMs = 0) => {
  const waits: number[] = [];
  let [now, runs] = [0, 0];
  const run = async () => {
    const trouble = troubles[Math.min(runs, troubles.length - 1)] ?? null;
    runs += 1;
    now += runMs;
    return { ok: trouble === null, how: "", interrupted: false, trouble, usage };
  };
  const answer = await patiently(run, {
    ...{ plan, progress: () => undefined, clock: () => now },
    pause: async (ms) => {
      waits.push(ms / minute);
      now += ms;
    },
  });
  expect(answer.usage?.usd).toBe(runs);
  return { waits, trouble: answer.trouble?.kind ?? null };
};

test.each<[string, (ProgramTrouble | null)[], number[], ProgramTrouble["kind"] | null]>([
  ["nothing is wrong", [null], [], null],
  ["its server is overloaded twice", [overloaded, overloaded, null], [0.5, 1], null],
  ["its server is away, then overloaded", [offline, overloaded, offline, null], [0.5, 1, 2], null],
  ["an end of the overload is told", [{ ...overloaded, until: "1970-01-01T00:07:00.000Z" }, null], [7], null],
  ["the answer breaks off once", [cut, null], [0], null],
  ["the answer breaks off twice", [cut, cut], [0], "cut-stream"],
  ["its account is at its limit", [limited], [], "limited"],
  ["the overload outlasts the run", [overloaded], [0.5, 1, 2, 4, ...Array(10).fill(5)], "overloaded"],
])("where %s, it is waited for so", async (_, troubles, waits, kind) => {
  expect(await waitsOf(troubles)).toEqual({ waits, trouble: kind });
});

test("what the runs themselves take counts", async () => {
  expect(await waitsOf([overloaded], 30 * minute)).toEqual({ waits: [0.5], trouble: "overloaded" });
});
