import { desiredState } from "../../src/core/todo/desired-state.ts";
import { newHeadReader, type QueuedHead } from "../../src/steps/ci-heads.ts";
import { approved, milestoneOf, planWith, type Seen, seeing, sha } from "../core/scene.ts";

const known = { number: 1, head: sha("1") };

interface Look {
  /** What is asked for a second time, and so many seconds later; the first pull request had passed. */
  readonly head?: string;
  readonly after?: number;
  readonly plan?: object;
  readonly todos?: Readonly<Record<string, Seen>>;
}

test.each<[string, Look, number[]]>([
  ["it passed", {}, [2]],
  ["it passed some time ago", { after: 31 }, [1, 2]],
  ["its head is another one", { head: sha("3") }, [1, 2]],
  ["what passed is merged at once", { plan: { merge: "auto" } }, [1, 2]],
  ["the plan may be done", { todos: { "a-0": approved("1"), "a-1": approved("2") } }, [1, 2]],
])("a head is asked about again unless it is known: %s", async (_, look, expected) => {
  const plan = planWith({ a: [{}, {}] }, look.plan);
  const desired = desiredState(
    plan,
    seeing(plan, look.todos ?? { "a-0": approved("1") }, { milestone: milestoneOf(plan) }),
  );
  const asked: (readonly number[])[] = [];
  let seconds = 0;
  const read = async (base: string, numbers: readonly number[]) => {
    asked.push([...numbers]);
    const at = (number: number): QueuedHead => ({
      ...{ head: sha(`${number}`), at: base, checks: [], runs: null, isQueued: false },
    });
    return { heads: new Map(numbers.map((number) => [number, at(number)])), runsOnBase: true };
  };
  const reader = newHeadReader(read, () => new Date(seconds * 1000));
  const first = await reader.read(desired, [known]);
  const at = "heads" in first ? first.heads.get(1) : undefined;
  if (at) reader.notePassed(1, at);
  seconds = look.after ?? 29;
  const second = await reader.read(desired, [
    { ...known, head: look.head ?? known.head },
    { number: 2, head: sha("2") },
  ]);
  expect(asked).toEqual([[1], expected]);
  expect("heads" in second && [...second.heads.keys()]).toEqual([1, 2]);
});
