import { openPlace } from "./place.ts";
import {
  checksRule,
  isClosed,
  linearRule,
  mergedWithoutCi,
  only,
  ownBranches,
  reviewsRule,
  setRules,
  twoTodos,
  workflowFor,
} from "./rules.ts";

test("a plan closes in a repository that has several rules at once, and nothing is merged past one", async () => {
  await using place = await openPlace({}, { workflow: workflowFor("{ branches: [main] }") });
  await only(place, "squash");
  await setRules(place, [checksRule({ strict: true }), reviewsRule(), linearRule]);
  await setRules(place, [linearRule], ownBranches);
  isClosed(await place.run(twoTodos));
  expect(await mergedWithoutCi(place)).toEqual([]);
});
