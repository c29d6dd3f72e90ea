/** A word as a shell of POSIX reads it back. */
export const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
