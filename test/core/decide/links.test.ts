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

test("a look links twenty, the first ones", () => {
  const wide = planWith({ a: many(25) });
  const seen = Object.fromEntries(many(25).map(({ todo }) => [todo, {}]));
  const { changes, linked } = linksIn(seen, wide);
  expect([changes.length, linked.length]).toEqual([20, 20]);
  const rest = linksIn(seen, wide, linked);
  expect([rest.changes.length, rest.linked.length]).toEqual([5, 25]);
});

test("an issue has a hundred parts at most; the others say what they wait for all the same", () => {
  const wide = planWith({ a: many(maxLinks.parts + 2) });
  const seen = Object.fromEntries(many(maxLinks.parts + 2).map(({ todo }) => [todo, {}]));
  let linked: readonly string[] = [];
  let last = linksIn(seen, wide);
  for (let looks = 0; last.changes.length > 0 && looks < 10; looks++) {
    linked = last.linked;
    const next = linksIn(seen, wide, linked);
    if (next.changes.length === 0) break;
    last = next;
  }
  expect(last.changes.map((change) => change.type === "link" && [change.parent, change.why])).toEqual([
    [null, "blocked by nothing any more"],
    [null, "blocked by nothing any more"],
  ]);
});

test("an issue blocks fifty at most", () => {
  const wide = planWith({ a: [{ todo: "root" }], b: many(maxLinks.blocked + 1, { needs: ["root"] }) });
  const ids = ["root", ...many(maxLinks.blocked + 1).map(({ todo }) => todo)];
  const seen = Object.fromEntries(ids.map((id) => [id, {}]));
  const blocked: number[] = [];
  for (let linked: readonly string[] = [], looks = 0; looks < 4; looks++) {
    const found = linksIn(seen, wide, linked);
    linked = found.linked;
    blocked.push(
      ...found.changes.flatMap((change) => (change.type === "link" ? change.blockedBy.length : [])),
    );
  }
  expect([blocked.length, blocked.filter((count) => count === 1).length]).toEqual([52, 50]);
});
