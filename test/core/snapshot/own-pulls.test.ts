import { doubtfulPulls, ownPulls } from "../../../src/core/snapshot/own-pulls.ts";
import type { ForgePull } from "../../../src/core/snapshot/snapshot.ts";
import { sha } from "../scene.ts";

const plan = { base: "main" };

/** A pull request; merged at that second when one is given. */
const pull = (number: number, branch: string, base: string, merged?: number): ForgePull => ({
  ...{ number, branch, base, title: "", head: sha(`${number}`) },
  state: merged === undefined ? "open" : "merged",
  merged: merged === undefined ? null : { at: `2026-01-01T00:00:0${merged}Z`, commit: sha(`c${number}`) },
});
const closed = (number: number, branch: string, base: string): ForgePull => ({
  ...pull(number, branch, base),
  state: "closed",
});

test.each<[string, ForgePull[], number[]]>([
  ["into the plan's base", [pull(2, "b", "main", 1)], []],
  ["into a branch before that was merged", [pull(1, "a", "main", 2), pull(2, "b", "a", 1)], []],
  ["into a branch whose pull request is open", [pull(1, "a", "main"), pull(2, "b", "a", 1)], []],
  ["into a branch after that was merged", [pull(1, "a", "main", 1), pull(2, "b", "a", 2)], [2]],
  ["into a branch in the second in which that was", [pull(1, "a", "main", 1), pull(2, "b", "a", 1)], [2]],
  ["into a branch whose pull request was closed", [closed(1, "a", "main"), pull(2, "b", "a", 1)], [2]],
  ["into a branch that a person brings elsewhere", [pull(1, "a", "release"), pull(2, "b", "a", 1)], [2]],
  ["into one of two that go into each other", [pull(1, "a", "b"), pull(2, "b", "a", 1)], [2]],
  ["into a branch that is nobody's", [pull(2, "b", "release", 1)], [2]],
])("what was merged %s is asked about only if it may have gone astray", (_, pulls, doubtful) => {
  const records = [{ branch: "b", base: pulls.at(-1)?.base ?? "main", pull: 2 }];
  expect(doubtfulPulls(records, pulls, plan).map(({ number }) => number)).toEqual(doubtful);
});

test.each<[string, ForgePull[], number | null, [number, string] | null]>([
  [
    "the recorded one, beside a newer one to another base",
    [pull(1, "b", "a"), pull(2, "b", "x")],
    1,
    [1, "open"],
  ],
  ["none, where a person opened one to another base", [pull(2, "b", "x")], null, null],
  [
    "the open one, where the recorded one is closed",
    [closed(1, "b", "a"), pull(2, "b", "main")],
    1,
    [2, "open"],
  ],
  ["the closed one, beside one to another base", [closed(1, "b", "a"), pull(2, "b", "x")], 1, [1, "closed"]],
  ["the recorded one, when a person moved it", [pull(1, "b", "x")], 1, [1, "open"]],
  ["the merged one, beside a person's", [pull(1, "b", "a", 1), pull(2, "b", "main")], 1, [1, "merged"]],
  [
    "another, where the recorded one is astray",
    [pull(9, "b", "a", 1), pull(10, "b", "main")],
    9,
    [10, "open"],
  ],
  ["the stray, where there is no other", [pull(9, "b", "a", 1)], 9, [9, "astray"]],
])("a todo's pull request is %s", (_, pulls, recorded, expected) => {
  const own = ownPulls([{ branch: "b", base: "a", pull: recorded }], pulls, { plan, stray: new Set([9]) });
  const one = own.get("b");
  expect(one ? [one.number, one.state] : null).toEqual(expected);
});
