/** What Milepost's exit codes mean to whoever started it. */
export const exits = { done: 0, error: 1, stuck: 2, interrupted: 130 } as const;
