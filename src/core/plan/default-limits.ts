/** What a change is held to where no plan says otherwise: hand-written lines, and percent of changed lines covered. */
export const defaultLimits = { lines: 700, coverage: 60 } as const;
