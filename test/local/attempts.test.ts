import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attemptsIn, beginAttempt, endAttempt } from "../../src/local/attempts.ts";

const dir = await mkdtemp(join(tmpdir(), "milepost-attempts-"));
const home = { handOff: () => dir };
afterAll(() => rm(dir, { recursive: true, force: true }));

const lane = {
  plan: "p",
  body: "b",
  todo: "t",
  order: "00a",
  round: 1,
  attempt: 1,
  from: "implement",
} as const;

const begin = async (claim: string, more: object = {}): Promise<string> => {
  const kept = await beginAttempt(
    home,
    { ...lane, claim: claim.repeat(40), ...more },
    { now: new Date(0), most: 1800 },
  );
  await writeFile(join(kept, "transcript.log"), "x".repeat(400));
  return kept;
};

test("each lane of a todo has a folder of its own, numbered for ever, and the oldest go when they are too much", async () => {
  const first = await begin("a");
  endAttempt(first, { at: new Date(5).toISOString(), result: "failed", detail: "exit code 3" });
  // The same round and attempt once more, as after a retry.
  const second = await begin("b");
  await begin("c", { attempt: 2 });
  expect(await attemptsIn(dir)).toMatchObject([
    { number: 1, dir: first, ended: { result: "failed" } },
    { number: 2, dir: second, ended: null },
    { number: 3, attempt: 2 },
  ]);
  await begin("d", { round: 2 });
  expect(existsSync(first)).toBe(false);
  expect((await attemptsIn(dir)).map(({ number }) => number)).toEqual([2, 3, 4]);
  endAttempt(first, { at: new Date(5).toISOString(), result: "failed", detail: "" });
  expect(existsSync(first)).toBe(false);
});
