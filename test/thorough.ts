/** Whether tables of cases are tried in full, and random ones ten times as often, which takes many minutes. */
export const isThorough = process.env.MILEPOST_TEST_THOROUGH === "1";

/** How often a random test is tried. */
export const times = (count: number): number => (isThorough ? 10 * count : count);
