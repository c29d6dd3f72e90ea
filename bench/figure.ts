/** A figure as it was measured, beside what it is held to. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  /** The same with nothing of ours in it, measured in the same run; `null` where there is no such thing. */
  readonly floor: number | null;
  /** The most that is wanted of the value, or of its ratio to the floor; `null` for a figure that is only told. */
  readonly target: { readonly of: "value" | "ratio"; readonly most: number } | null;
}

/** The figure in multiples of its floor; `null` without a floor. */
export const ratioOf = ({ value, floor }: Figure): number | null => (floor === null ? null : value / floor);

/** Whether the figure is within its target; `null` without a target. */
export const isMet = (figure: Figure): boolean | null => {
  if (!figure.target) return null;
  const held = figure.target.of === "value" ? figure.value : ratioOf(figure);
  return held !== null && held <= figure.target.most;
};

/** The value in the middle, which one slow run does not move. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
