import fc from "fast-check";

/**
 * The chances of one run, drawn one after another. 0 always means that nothing goes wrong; when the tape is used up
 * everything is 0, so that faults are finite and every run can end.
 */
export interface Tape {
  /** A number from 0 to below `sides`. */
  readonly draw: (sides: number) => number;
  /** One of the items; the first when the tape is used up. `undefined` of none. */
  readonly pick: <Item>(items: readonly Item[]) => Item | undefined;
  readonly isOver: () => boolean;
}

export const tapeOf = (numbers: readonly number[]): Tape => {
  let next = 0;
  const draw = (sides: number): number => (numbers[next++] ?? 0) % sides;
  return {
    draw,
    pick: (items) => items[draw(Math.max(1, items.length))],
    isOver: () => next >= numbers.length,
  };
};

export const tapes = (most: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(9999), { maxLength: most, size: "max" });
