import { newGuard } from "../../src/local/guard.ts";

/** A guard of one number, which takes two turns to look at it. */
const watched = () => {
  const seen = { value: 0, looks: 0 };
  const look = async (): Promise<number> => {
    seen.looks += 1;
    const { value } = seen;
    await Promise.resolve();
    return value;
  };
  const compare = (before: number, after: number) => (before === after ? [] : [`${before} became ${after}`]);
  return { seen, guard: newGuard({ look, compare }) };
};

test("work that changed something is told so, and work after it is not", async () => {
  const { seen, guard } = watched();
  const first = await guard.watch(async () => {
    seen.value = 1;
    return "done";
  });
  expect(first).toEqual({ result: "done", escapes: ["0 became 1"] });
  expect((await guard.watch(async () => "more")).escapes).toEqual([]);
});

test("works that end together share looks, and none of them misses what it changed", async () => {
  const { seen, guard } = watched();
  const ended = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      guard.watch(async () => {
        seen.value = index + 1;
      }),
    ),
  );
  expect(ended.every(({ escapes }) => escapes.length > 0)).toBe(true);
  expect(seen.looks).toBeLessThan(10);
});

test("a change made while a look is under way is found by the next", async () => {
  const { seen, guard } = watched();
  await guard.watch(async () => undefined);
  const [, late] = await Promise.all([
    guard.watch(async () => undefined),
    guard.watch(async () => {
      await Promise.resolve();
      await Promise.resolve();
      seen.value = 7;
    }),
  ]);
  expect(late.escapes).toEqual(["0 became 7"]);
});
