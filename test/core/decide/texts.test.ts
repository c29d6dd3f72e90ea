import {
  fixText,
  followUpText,
  milestoneDescription,
  planMarkedIn,
  planMarker,
  todoText,
} from "../../../src/core/decide/texts.ts";
import { newRecord } from "../../../src/core/todo/record.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { desiredIn, planWith, seeing } from "../scene.ts";

const plan = planWith({ a: [{}], b: [{ needs: ["a-0"], text: "  So\n" }, { text: "x".repeat(50_000) }] });
const own = `${planMarker("p")}\nThe progress of the plan \`p\`, kept by Milepost.`;

test("a milestone says whose it is, above what people wrote, and once", () => {
  expect(milestoneDescription(plan)).toBe(own);
  expect(milestoneDescription(plan, "For the fair")).toBe(`${own}\n\nFor the fair`);
  const seen = `Ours\n${planMarker("p")}`;
  expect(milestoneDescription(plan, seen)).toBe(seen);
  expect([planMarkedIn(seen), planMarkedIn("Ours")]).toEqual(["p", null]);
});

test("an issue says what is to do, and where: its title where the plan says no more, and no more than people read", () => {
  const [first, second, third] = desiredIn(plan, seeing(plan, {}));
  if (!first || !second || !third) throw new Error("the plan has them");
  expect(todoText(first)).toBe("a 0\n\n---\nBody `a` · order `00a` · branch `p/00a-a-0`\n");
  const facts = "\n\n---\nBody `b` · order `01b` · branch `p/01b-b-0` · needs `a-0`\n";
  expect(todoText(second)).toBe(`So${facts}`);
  expect(todoText(third).indexOf("\n\n---")).toBe(40_000);
  const [seen] = seeing(plan, { "a-0": {} }).todos.values();
  if (!seen) throw new Error("it was seen");
  const ours = { ...seen, issue: { ...seen.issue, text: "As it was asked" } };
  expect(todoText({ ...first, origin: "follow-up", seen: ours })).toBe("As it was asked");
  expect(todoText({ ...first, seen: ours })).toContain("a 0\n");
});

test("what a review asks for is told in its words, or by its title where it has no more", () => {
  const record = newRecord({
    ...{ plan: "p", todo: "t", body: "b", order: "02b", branch: "p/02b-t", phase: 0, needs: [], from: null },
  });
  const [brief, long] = ["", "There."].map((body) => askOf({ cause: "review", title: "Mend it", body }));
  if (!brief || !long) throw new Error("there are two");
  const facts = "\n\n---\nAsked for by the review of #7 · body `b` · order `02b` · branch `p/02b-t`\n";
  expect([brief, long].map((ask) => followUpText(ask, record, 7))).toEqual([
    `Mend it${facts}`,
    `There.${facts}`,
  ]);
  const where = (pull: string) => `\n\n---\nTo be answered on the branch of #7${pull}. Opened by: review.\n`;
  expect(fixText(brief, 7, null)).toBe(`Mend it${where("")}`);
  expect(fixText(long, 7, 9)).toBe(`There.${where(", in pull request #9")}`);
});
