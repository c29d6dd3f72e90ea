import Sequencer from "@jest/test-sequencer";

/** Suites that run Milepost as a whole, or start many programs: the longest first. */
const whole = [
  "local/lost-data.",
  "local/",
  "cli/run.",
  "cli/demo.",
  "cli/",
  "git/worktrees/worktree.",
  "forge/contract.",
  "agents/sandbox/hostile.",
];

/** Suites that take longest are small files, and would begin last: then one worker waits for the other. */
export default class WholeRunsFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = whole.findIndex((start) => path.includes(`/test/${start}`));
      return at === -1 ? whole.length : at;
    };
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
