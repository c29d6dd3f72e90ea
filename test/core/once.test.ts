import { once, oncePer } from "../../src/core/once.ts";

test("what is made once is made when it is asked for, and kept, nothing included", () => {
  const made: string[] = [];
  const first = once(() => void made.push("made"));
  expect(made).toEqual([]);
  expect([first(), first()]).toEqual([undefined, undefined]);
  expect(made).toEqual(["made"]);
});

test("of each object its own is made once", () => {
  const made: number[] = [];
  const lengthOf = oncePer((list: readonly string[]) => made.push(list.length));
  const [one, other] = [["a"], ["a", "b"]];
  expect([lengthOf(one), lengthOf(other), lengthOf(one)]).toEqual([1, 2, 1]);
  expect(made).toEqual([1, 2]);
});
