/* How much a plan may hold. */

/** Bodies in a plan: as many as GitHub's matrix has jobs. */
export const mostBodies = 256;

/** Characters of a todo's text: with its record, an issue holds 65,536. */
export const mostText = 60_000;

/** Commands that a plan may verify by: records remember each that ran. */
export const mostCommands = 100;

/** Globs that one body may own. */
export const mostGlobs = 200;
