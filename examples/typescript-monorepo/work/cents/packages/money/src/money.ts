/** An amount of money in whole cents. */
export type Cents = number;

export const isCents = (value: number): value is Cents => Number.isSafeInteger(value);

/** The amount with its two decimals. */
export const show = (cents: Cents): string => {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
