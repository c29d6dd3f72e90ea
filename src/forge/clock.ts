/** The time as GitHub writes it: UTC, to the second. */
export const timestamp = (date: Date = new Date()): string => `${date.toISOString().slice(0, 19)}Z`;
