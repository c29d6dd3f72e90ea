import type { CiLook } from "../../../src/core/ci/look.ts";
import { noRules } from "../../../src/core/ci/rules.ts";
import { isReplayAlone, mergeWay, methodsLeft } from "../../../src/core/decide/merge-way.ts";
import type { PlanMergeMethod } from "../../../src/core/merge-method.ts";
import type { SeenPull } from "../../../src/core/snapshot/snapshot.ts";
import { ciLook, planWith, sha } from "../scene.ts";

type Methods = readonly PlanMergeMethod[] | null;
const lookWith = (methods: readonly PlanMergeMethod[]): CiLook =>
  ciLook({ rules: { ...noRules, methods: [...methods] } });

test.each<[string, CiLook | undefined, Methods, Methods]>([
  [
    "all that the repository allows, where nobody knows the rules",
    undefined,
    ["squash", "rebase"],
    ["squash", "rebase"],
  ],
  ["those of them that the base's rules leave", lookWith(["squash"]), ["merge", "squash"], ["squash"]],
  [
    "what the repository allows, where the rules leave none of it",
    lookWith(["rebase"]),
    ["merge"],
    ["merge"],
  ],
  ["any, where nobody knows what it allows", lookWith(["squash"]), null, null],
])("ways to merge are %s", (_, ci, allowed, left) => {
  expect(methodsLeft(ci, allowed)).toEqual(left);
});

test.each<[Methods, boolean]>([
  [["rebase"], true],
  [["rebase", "merge"], false],
  [["squash"], false],
  [null, false],
])("of %j commits are replayed alone: %j", (methods, expected) => {
  expect(isReplayAlone(methods)).toBe(expected);
});

const pull: SeenPull = {
  ...{ number: 7, branch: "p/00a-a-0", head: sha("1"), base: "main", title: "Add it", state: "open" },
};
const author = { name: "Ann", email: "ann@example.com" };
const asPlanned = planWith({ a: [{}] }, { author, mergeMethod: "rebase" });
const free = planWith({ a: [{}] }, { author });
const asked = { queue: false, tree: null };

test.each<[string, typeof free, Methods, object]>([
  ["as the plan says", asPlanned, ["merge", "rebase"], { method: "rebase", instead: null, free: false }],
  [
    "as the plan says, or else by a squash",
    asPlanned,
    ["rebase", "squash"],
    { method: "rebase", instead: "squash", free: false },
  ],
  ["as the repository allows", free, ["rebase"], { method: "rebase", instead: null, free: true }],
  [
    "plainly where nobody knows what it allows",
    free,
    null,
    { method: "merge", instead: "squash", free: true },
  ],
])("a pull request is merged %s", (_, plan, methods, expected) => {
  expect(mergeWay(pull, plan, { ...asked, methods })).toEqual({
    ...{ ...asked, ...expected, title: "Add it (#7)", signOff: "Ann <ann@example.com>" },
  });
});
