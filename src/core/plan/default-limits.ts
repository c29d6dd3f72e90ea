/**
 * What a change is held to where no plan says otherwise: hand-written lines, files that are not generated, and percent
 * of changed lines covered. GitHub shows 300 files of a diff at most.
 */
export const defaultLimits = { lines: 700, files: 300, coverage: 60 } as const;
