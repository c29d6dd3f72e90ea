import type { SeenPull } from "../../src/core/snapshot/snapshot.ts";
import { isShown } from "../../src/steps/shown.ts";
import { sha } from "../core/scene.ts";

const [head, other] = [sha("1"), sha("2")];

test.each<[string, { branch: string | null; pull: Pick<SeenPull, "state" | "head"> }, boolean]>([
  ["its branch is there", { branch: head, pull: { state: "open", head: other } }, true],
  ["its branch moved", { branch: other, pull: { state: "open", head } }, false],
  ["its branch moved after it was merged", { branch: other, pull: { state: "merged", head } }, true],
  ["its branch moved after it was closed", { branch: other, pull: { state: "closed", head } }, true],
  ["it was merged at another head", { branch: other, pull: { state: "merged", head: other } }, false],
  ["its branch is gone", { branch: null, pull: { state: "open", head } }, true],
  [
    "its branch is gone, and it had another head",
    { branch: null, pull: { state: "open", head: other } },
    false,
  ],
])("a pull request shows a head: %s", async (_, { branch, pull }, expected) => {
  const forge = {
    getBranch: async () => branch && { sha: branch },
    getPull: async () => pull,
  } as unknown as Parameters<typeof isShown>[2];
  expect(await isShown(head, { branch: "b", pull: 7 }, forge)).toBe(expected);
});

test("one that is not there shows none", async () => {
  const forge = {} as Parameters<typeof isShown>[2];
  expect(await isShown(head, { branch: "b", pull: null }, forge)).toBe(false);
});
