import { type Guard, newGuard, newWitness } from "../../src/local/guard.ts";

/** One number that is watched, and takes two turns to look at it; a look fails when it is negative. */
const watched = () => {
  const seen = { value: 0, looks: 0 };
  const look = async (): Promise<number> => {
    seen.looks += 1;
    const { value } = seen;
    await Promise.resolve();
    if (value < 0) throw new Error("not now");
    return value;
  };
  const compare = (before: number, after: number) =>
    before === after ? [] : [{ name: "it", text: `${before} became ${after}` }];
  return { seen, watched: { look, compare } };
};

const guarded = () => {
  const at = watched();
  return { seen: at.seen, guard: newGuard(at.watched) };
};

const idle = async (): Promise<void> => undefined;

/** Runs work that goes on until it is told to end. */
const begin = async (guard: Guard, todo: string) => {
  let end = () => {};
  let began = () => {};
  const begun = new Promise<void>((resolve) => {
    began = resolve;
  });
  const ended = guard.watch(todo, () => {
    began();
    return new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  await begun;
  return {
    end: async () => {
      end();
      return (await ended).unattributed;
    },
  };
};

test("what changed while work ran may be its doing, and is not that of work after it", async () => {
  const { seen, guard } = guarded();
  const first = await guard.watch("a", async () => {
    seen.value = 1;
    return "done";
  });
  expect(first).toEqual({ result: "done", unattributed: { changes: ["0 became 1"], todos: ["a"] } });
  expect((await guard.watch("a", idle)).unattributed).toBeNull();
});

test("what changed while nothing ran is nobody's doing", async () => {
  const { seen, guard } = guarded();
  await guard.watch("a", idle);
  seen.value = 1;
  expect((await guard.watch("b", idle)).unattributed).toBeNull();
});

test("what changed may be the doing of all that ran then, and of none that began later", async () => {
  const { seen, guard } = guarded();
  const [a, b] = [await begin(guard, "a"), await begin(guard, "b")];
  seen.value = 1;
  const c = await begin(guard, "c");
  const both = { changes: ["0 became 1"], todos: ["a", "b"] };
  expect([await a.end(), await b.end(), await c.end()]).toEqual([both, both, null]);
});

test("works that end together share looks, and none of them misses what it changed", async () => {
  const { seen, guard } = guarded();
  const ended = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      guard.watch(`${index}`, async () => {
        seen.value = index + 1;
      }),
    ),
  );
  expect(ended.every(({ unattributed }) => unattributed !== null)).toBe(true);
  expect(seen.looks).toBeLessThan(10);
});

test("a change made while a look is under way is found by the next", async () => {
  const { seen, guard } = guarded();
  await guard.watch("a", idle);
  const [, late] = await Promise.all([
    guard.watch("a", idle),
    guard.watch("b", async () => {
      await Promise.resolve();
      await Promise.resolve();
      seen.value = 7;
    }),
  ]);
  expect(late.unattributed?.changes).toEqual(["0 became 7"]);
});

test("a look that fails stops no work, leaves open what it did, and is made up for by the next", async () => {
  const { seen, guard } = guarded();
  const blind = await guard.watch("a", async () => {
    seen.value = -1;
    return "done";
  });
  expect(blind).toEqual({
    result: "done",
    unattributed: { changes: ["it could not be looked at (not now)"], todos: ["a"] },
  });
  seen.value = 2;
  const next = await begin(guard, "b");
  expect(await next.end()).toBeNull();
});

test("beside a sandbox what changes is told once and held against nobody, and no look that fails is", async () => {
  const at = watched();
  const told: string[][] = [];
  const guard = newWitness(at.watched, (changes) => told.push([...changes]));
  const make = (value: number) =>
    guard.watch("a", async () => {
      at.seen.value = value;
      return value;
    });
  for (const value of [1, 0, 1, 0, -1, 2]) {
    expect(await make(value)).toEqual({ result: value, unattributed: null });
  }
  const found = { name: "config", text: "config changed" };
  guard.report([found]);
  guard.report([found]);
  expect(told).toEqual([["0 became 1"], ["config changed"]]);
});
