import Sequencer from "@jest/test-sequencer";

/** The folders whose tests run Milepost as a whole, the longest first. */
const whole = ["local", "cli"];

/** Suites that take longest are small files, and would begin last: then one worker waits for the other. */
export default class WholeRunsFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = whole.findIndex((folder) => path.includes(`/test/${folder}/`));
      return at === -1 ? whole.length : at;
    };
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
