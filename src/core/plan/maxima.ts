/* How much a plan may hold. */

/** Bodies in a plan: as many as GitHub's matrix has jobs. */
export const maxBodies = 256;

/** Characters of a todo's text: with its record, an issue holds 65,536. */
export const maxText = 60_000;

/** Commands that a plan may verify by: records remember each that ran. */
export const maxCommands = 100;

/** Globs that one body may own. */
export const maxGlobs = 200;

/** Todos that one waits for by name: as many as issues of GitHub may be blocked by. */
export const maxNeeds = 50;
