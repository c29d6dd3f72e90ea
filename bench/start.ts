import { execFileSync } from "node:child_process";
import { type Figure, median } from "./figure.ts";
import { milepost } from "./run.ts";

const rounds = 7;

/** How long `milepost --help` takes, beside a node that does nothing. */
export const measureStart = async (): Promise<Figure[]> => {
  const times = Array.from({ length: rounds }, () => ({
    help: timed([milepost, "--help"]),
    node: timed(["-e", "0"]),
  }));
  const value = median(times.map(({ help }) => help));
  const floor = median(times.map(({ node }) => node));
  return [{ name: "start of --help, beside node -e 0", unit: "ms", value, floor, target: null }];
};

const timed = (args: readonly string[]): number => {
  const begun = performance.now();
  execFileSync(process.execPath, args, { stdio: "ignore" });
  return performance.now() - begun;
};
