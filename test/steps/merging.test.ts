import { newRecord, type Rested, type TodoRecord } from "../../src/core/todo/record.ts";
import { mergingOf } from "../../src/steps/merging.ts";
import { planWith } from "../core/scene.ts";

const plan = planWith({ a: [{}] });
const at = { todo: "a", body: "a", order: "00a", branch: "p/00a-a", phase: 0, needs: [] };
/** Its branch at `head`, resting on `rested`. */
const recordOn = (rested: Rested): TodoRecord => ({
  ...newRecord({ plan: "p", from: null, ...at }),
  ...{ head: "head", rested },
});
/** What each commit holds; the base has both parts of an integration branch, and not the merge that made it. */
const history: Record<string, readonly string[]> = {
  base: ["base", "part", "other", "old"],
  head: ["head", "integration", "part", "other", "old"],
};
const publisher = {
  fetch: async () => undefined,
  contains: async (commit: string, wanted: string) => history[commit]?.includes(wanted) ?? false,
};
const mainNow = { sha: "base", branch: plan.base, parts: [] };

test.each<[string, Rested, Rested]>([
  [
    "an integration branch whose parts are merged, whose own merge is nowhere in the base",
    { of: "milepost/base/00a", commit: "integration", parts: ["part", "other"] },
    { of: plan.base, commit: "integration", parts: [], isOthers: true },
  ],
  [
    "the base as it was, by others' commits",
    { of: plan.base, commit: "integration", parts: [], isOthers: true },
    { of: plan.base, commit: "integration", parts: [], isOthers: true },
  ],
  [
    "the base as it was, by its own commit",
    { of: plan.base, commit: "old", parts: [] },
    { of: plan.base, commit: "old", parts: [] },
  ],
])("nothing is to be taken in, and it is known what it has of the base: %s", async (_, rested, expected) => {
  const merging = await mergingOf({ publisher, plan } as never, recordOn(rested), mainNow);
  expect(merging).toEqual({ kind: "none", rested: expected });
});
