/** A count with a noun and separated thousands: `1 file`, `1,234 lines`, `2 paths are`. */
export const count = (amount: number, noun: string, nouns = `${noun}s`): string =>
  `${grouped(amount)} ${amount === 1 ? noun : nouns}`;

/** A whole number with commas, whatever the machine's language; loading its locales would take longer than a gate. */
export const grouped = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ",");
