import type { Group } from "./backlog.ts";

/** How groups go one after the other: by phases, each after the one before it, or after those that it names. */
export type Chain = "phases" | "bodies" | "named" | "none";

/** By phases where all have a step; by what they name where that is more than the step before. */
export const chainOf = (groups: readonly Group[]): Chain => {
  const steps = new Set(groups.flatMap(({ step }) => (step === null ? [] : [step])));
  if (steps.size < 2) return "none";
  if (groups.some((group) => isFreer(group, groups)) && !isCircle(groups)) return "named";
  return groups.every(({ step }) => step !== null) ? "phases" : "bodies";
};

/** The groups that one waits for, as places among all. */
export const beforeOf = (group: Group, groups: readonly Group[], chain: Chain): number[] => {
  const at = groups.indexOf(group);
  if (chain === "named") return placesOf(stepsBefore(group, groups), groups);
  const before = groups.findLastIndex(
    ({ step }, index) => index < at && step !== null && step !== group.step,
  );
  return chain === "bodies" && group.step !== null && before >= 0 ? [before] : [];
};

/** Whether a group names others to wait for than the step before it. */
const isFreer = (group: Group, groups: readonly Group[]): boolean =>
  group.waits !== null &&
  placesOf(group.waits, groups).join() !== placesOf(previous(group, groups), groups).join();

const stepsBefore = (group: Group, groups: readonly Group[]): readonly number[] =>
  group.waits ?? previous(group, groups);

const previous = ({ step }: Group, groups: readonly Group[]): number[] => {
  const lower = groups.flatMap((one) =>
    one.step !== null && step !== null && one.step < step ? [one.step] : [],
  );
  return lower.length > 0 ? [Math.max(...lower)] : [];
};

const placesOf = (steps: readonly number[], groups: readonly Group[]): number[] =>
  groups.flatMap(({ step }, at) => (step !== null && steps.includes(step) ? [at] : []));

const isCircle = (groups: readonly Group[]): boolean => wavesOf(groups).flat().length < groups.length;

/** Groups that can be worked at once, wave after wave; those in a circle are in none. */
const wavesOf = (groups: readonly Group[]): number[][] => {
  const before = groups.map((group) => placesOf(stepsBefore(group, groups), groups));
  const waves: number[][] = [];
  const done = new Set<number>();
  for (;;) {
    const wave = before.flatMap((needs, at) =>
      !done.has(at) && needs.every((one) => done.has(one)) ? [at] : [],
    );
    if (wave.length === 0) return waves;
    for (const at of wave) done.add(at);
    waves.push(wave);
  }
};

/** Agents that have something to do at once, where nothing says how many there are; no more than a machine bears. */
export const widthOf = (groups: readonly Group[]): number => {
  if (chainOf(groups) === "named")
    return Math.min(8, Math.max(...wavesOf(groups).map(({ length }) => length)));
  const steps = new Map<number, number>();
  for (const { step } of groups) if (step !== null) steps.set(step, (steps.get(step) ?? 0) + 1);
  const free = groups.filter(({ step }) => step === null).length;
  return Math.min(8, free + Math.max(0, ...steps.values()));
};
