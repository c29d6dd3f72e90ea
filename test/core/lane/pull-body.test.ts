import { pullBody, todoIn } from "../../../src/core/lane/pull-body.ts";

const entry = { todo: "add", issue: 4, body: "cart", order: "00a" };

test.each([
  ["manual", "kept by Milepost: merge in order."],
  ["auto", "kept and merged by Milepost."],
] as const)("under `merge: %s` a pull request says who merges it", (merge, says) => {
  const body = pullBody(entry, "Did it.", { merge });
  expect(body.split("\n\n")).toEqual(["Did it.", `Todo #4 · body \`cart\` · order \`00a\` · ${says}`]);
  expect(todoIn(body)).toBe(4);
});
