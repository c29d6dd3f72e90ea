import Sequencer from "@jest/test-sequencer";

/** What a suite is, in the order in which they begin. */
const order = [
  // They run Milepost as a whole: the longest first.
  "local/lost-data.",
  "local/",
  "cli/run.",
  "cli/demo.",
  "cli/",
  // They start many programs, for each of which their process is copied: while it is small.
  "agents/sandbox/hostile.",
  "git/worktrees/worktree.",
  "git/",
  "agents/",
  "plans/",
  "release/",
  "steps/",
  "github/",
  "forge/",
  // Its process is large from then on, with the description of GitHub's whole API.
  "forge/contract.",
];

/**
 * Suites that take longest are small files, and would begin last: then one worker waits for the other. And a process
 * grows with the suites that it has run.
 */
export default class WholeRunsFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const fits = order.filter((start) => path.includes(`/test/${start}`));
      const closest = fits.toSorted((a, b) => a.length - b.length).at(-1);
      return closest === undefined ? order.length : order.indexOf(closest);
    };
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
