import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Figure, median } from "./figure.ts";
import { newLargeChange } from "./large-change.ts";
import { gitEnvironment } from "./place.ts";
import { milepost } from "./run.ts";

const rounds = 7;

/** The size gate on 3,000 files and 200,400 lines, beside git counting the lines and reading the files. */
export const measureGate = async (): Promise<Figure[]> => {
  await using change = await newLargeChange();
  const { repository } = change;
  const blobs = touchedBlobs(repository);
  const measured = Array.from({ length: rounds }, () => ({
    floor: timed(() => {
      run(repository, ["diff", "--numstat", "main...change"]);
      run(repository, ["cat-file", "--batch"], blobs);
    }),
    ours: measureOurs(repository),
  }));
  const value = median(measured.map(({ ours }) => ours.ms));
  const floor = median(measured.map((each) => each.floor));
  const peak = Math.max(...measured.map(({ ours }) => ours.peakMb));
  return [
    { name: "gate --only size, 3,000 files", unit: "ms", value, floor, target: { of: "ratio", most: 1.5 } },
    {
      name: "its peak memory",
      ...{ unit: "MB", value: peak, floor: null, target: { of: "value", most: 200 } as const },
    },
  ];
};

/** Both ends of every changed file, one name a line. */
const touchedBlobs = (repository: string): string =>
  run(repository, ["diff", "--raw", "--no-abbrev", "main...change"])
    .split("\n")
    .flatMap((line) => line.split(" ").slice(2, 4))
    .filter((blob) => /[^0]/.test(blob))
    .map((blob) => `${blob}\n`)
    .join("");

const run = (cwd: string, args: readonly string[], input = ""): string =>
  execFileSync("git", args, { cwd, env: gitEnvironment(), input, maxBuffer: 2 ** 30, encoding: "latin1" });

const measureOurs = (repository: string): { ms: number; peakMb: number } => {
  const peak = join(repository, ".git/peak");
  const peakModule = fileURLToPath(new URL("peak.js", import.meta.url));
  const args = ["--import", peakModule, milepost, "gate", "--only", "size", "--base", "main", "--json"];
  const ms = timed(() => {
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: repository,
      env: { ...process.env, MILEPOST_BENCH_PEAK: peak },
      maxBuffer: 2 ** 30,
      encoding: "utf8",
    });
    // The change is far over the limit, so anything but 1 is a mistake.
    if (status !== 1 || stderr !== "") throw new Error(`milepost gate failed: ${stderr}`);
  });
  return { ms, peakMb: Number(readFileSync(peak, "utf8")) / 1000 };
};

const timed = (work: () => void): number => {
  const begun = performance.now();
  work();
  return performance.now() - begun;
};
