/** An amount of money in whole cents. */
export type Cents = number;

export const isCents = (value: number): value is Cents => Number.isSafeInteger(value);
