import type { ChangeOf } from "../../../src/core/decide/change.ts";
import { linksOf, maxLinks } from "../../../src/core/decide/links.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import { desiredIn, planWith, type Seen, seeing } from "../scene.ts";

const plan = planWith({ a: [{}], b: [{ needs: ["a-0"] }], c: [{}] });
const issue = { number: 9, title: "", text: "", open: true, notPlanned: false, labels: [] };
const trackedWith = (linked?: readonly string[]) => ({
  issue,
  record: { ...newTracking("p", new Date(0)), ...(linked ? { linked: [...linked] } : {}) },
});
const all: Readonly<Record<string, Seen>> = { "a-0": {}, "b-0": {}, "c-0": {} };
const linksIn = (seen = all, of = plan, linked?: readonly string[]) =>
  linksOf(desiredIn(of, seeing(of, seen)), trackedWith(linked));

test("todos are parts of the tracking issue, and blocked by what they need", () => {
  expect(linksIn().changes).toEqual([
    { type: "link", why: "a part of #9", todo: "a-0", number: 100, parent: 9, blockedBy: [], freed: [] },
    {
      type: "link",
      why: "a part of #9, blocked by #100",
      todo: "b-0",
      number: 101,
      parent: 9,
      blockedBy: [100],
      freed: [],
    },
    { type: "link", why: "a part of #9", todo: "c-0", number: 102, parent: 9, blockedBy: [], freed: [] },
  ]);
});

test("nothing is linked before there is a tracking issue", () => {
  expect(linksOf(desiredIn(plan, seeing(plan, all)), null)).toEqual({ changes: [], linked: [] });
});

test("what is linked is known by its mark, and not linked again", () => {
  const { linked } = linksIn();
  expect(linked).toHaveLength(3);
  for (const mark of linked) expect(mark).toMatch(/^[0-9a-f]{8}$/);
  expect(linksIn(all, plan, linked)).toEqual({ changes: [], linked });
  expect(
    linksIn(all, plan, linked.slice(0, 1)).changes.map((change) => "todo" in change && change.todo),
  ).toEqual(["b-0", "c-0"]);
  // Marks of what is there no more are forgotten.
  expect(linksIn(all, plan, [...linked, "gone"]).linked).toEqual(linked);
});

test("a todo is linked once its issue and those of all that it needs are there", () => {
  expect(linksIn({ "b-0": {}, "c-0": {} }).changes.map((change) => "todo" in change && change.todo)).toEqual([
    "c-0",
  ]);
});

test("a need that the plan no longer says is freed", () => {
  const before = planWith({ a: [{}], b: [{ needs: ["a-0"] }], c: [{}] });
  const now = planWith({ a: [{}], b: [{}], c: [{}] });
  const { changes } = linksOf(desiredIn(now, seeing(before, all)), trackedWith());
  expect(changes[1]).toMatchObject({ todo: "b-0", blockedBy: [], freed: [100] });
});

const many = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, at) => ({ todo: `t-${at}`, stack: false, ...more }));
const seenIn = (of: typeof plan): Readonly<Record<string, Seen>> =>
  Object.fromEntries(of.bodies.flatMap(({ todos }) => todos.map(({ id }) => [id, {}])));

/** What each look links, until nothing is missing. */
const looksOf = (of: typeof plan, linked: readonly string[] = []): (readonly ChangeOf<"link">[])[] => {
  const found = linksIn(seenIn(of), of, linked);
  const links = found.changes.filter((change): change is ChangeOf<"link"> => change.type === "link");
  return links.length === 0 ? [] : [links, ...looksOf(of, found.linked)];
};

test("a look links twenty, the first ones", () => {
  expect(looksOf(planWith({ a: many(25) })).map((links) => links.map(({ number }) => number))).toEqual([
    Array.from({ length: 20 }, (_, at) => 100 + at),
    Array.from({ length: 5 }, (_, at) => 120 + at),
  ]);
});

test("an issue has a hundred parts at most; the others say what they wait for all the same", () => {
  const links = looksOf(planWith({ a: many(maxLinks.parts + 2) })).flat();
  expect(links.slice(0, maxLinks.parts).every(({ parent }) => parent === 9)).toBe(true);
  expect(links.slice(maxLinks.parts).map(({ parent, why }) => [parent, why])).toEqual([
    [null, "blocked by nothing any more"],
    [null, "blocked by nothing any more"],
  ]);
});

test("an issue blocks fifty at most", () => {
  const wide = planWith({ a: [{ todo: "root" }], b: many(maxLinks.blocked + 1, { needs: ["root"] }) });
  const blocked = looksOf(wide)
    .flat()
    .map(({ blockedBy }) => blockedBy.length);
  expect([blocked.length, blocked.filter((count) => count === 1).length]).toEqual([52, 50]);
});
