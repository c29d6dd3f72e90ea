import type { Change } from "../../../src/core/decide/change.ts";
import { decide } from "../../../src/core/decide/decide.ts";
import { labels } from "../../../src/core/decide/labels.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { FreeIssue } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { planWith, seeing } from "../scene.ts";

const now = new Date("2026-11-22T12:00:00Z");
const issue = { number: 9, title: "Milepost: P", text: "", open: true, notPlanned: false, labels: [] };
const tracking = { issue, record: newTracking("p", now) };
const known = { labels: new Set(labels.map(({ name }) => name)), tracking };

const ofType = <Type extends Change["type"]>(changes: readonly Change[], type: Type) =>
  changes.filter((change): change is Extract<Change, { type: Type }> => change.type === type);

describe("a todo that names an issue", () => {
  const plan = planWith({ a: [{ issue: 12 }, { title: "Sew" }] });
  const made = (free: readonly FreeIssue[]) => {
    const snapshot = seeing(plan, {}, { ...known, free: new Map(free.map((one) => [one.number, one])) });
    return ofType(decide(desiredState(plan, snapshot), now), "create-todo");
  };

  test.each([
    {
      found: { number: 12, title: "a 0", open: true, milestone: "P" },
      why: "#12 is adopted",
    },
    {
      found: { number: 12, title: "Sail", open: false, milestone: "v1" },
      why: "#12 is adopted; called “Sail”; it is closed, and opened again; from the milestone “v1”",
    },
  ])("takes it, and says what becomes of it: $why", ({ found, why }) => {
    const [adopted, other] = made([found]);
    expect(adopted).toMatchObject({ adopts: 12, why, issue: { record: { adopted: { title: "a 0" } } } });
    expect(adopted?.issue.text).toContain("Milepost works on this issue");
    expect(other).not.toHaveProperty("adopts");
    expect(other?.issue.record).not.toHaveProperty("adopted");
  });

  test("gets one of its own where that one is not free, and that is said", () => {
    const [own] = made([]);
    expect(own).not.toHaveProperty("adopts");
    expect(own?.why).toBe("there is no free issue #12: one is made");
  });

  test("leaves it to its author when the plan loses it before it is begun", () => {
    const seen = seeing(plan, { "a-0": { record: { adopted: { title: "a 0" } } }, "a-1": {} }, known);
    const without = planWith({ a: [{ todo: "a-1", title: "Sew" }] });
    const changes = decide(desiredState(without, seen), now);
    expect(ofType(changes, "tell")[0]?.text).toContain("leaves it as it is");
    const write = ofType(changes, "write-todo").find(({ todo }) => todo === "a-0");
    expect(write?.issue).toMatchObject({ open: true, record: { state: { status: "removed" } } });
    const removed = { record: { adopted: { title: "a 0" }, removed: true } };
    const later = decide(desiredState(without, seeing(plan, { "a-0": removed, "a-1": {} }, known)), now);
    expect(ofType(later, "write-todo").map(({ todo }) => todo)).not.toContain("a-0");
  });
});

describe("what the forge shows of issues", () => {
  const plan = planWith({ a: [{}, { needs: ["b-0"] }], b: [{}] });
  const all = { "a-0": {}, "a-1": {}, "b-0": {} };

  test("is a part of the tracking issue, and blocked by what it needs; once it is made, nothing more", () => {
    const changes = decide(desiredState(plan, seeing(plan, all, known)), now);
    expect(ofType(changes, "link")).toMatchObject([
      { number: 100, parent: 9, blockedBy: [], why: "a part of #9" },
      { number: 101, parent: 9, blockedBy: [102], why: "a part of #9, blocked by #102" },
      { number: 102, parent: 9, blockedBy: [] },
    ]);
    const [write] = ofType(changes, "write-tracking");
    const linked = write?.tracking.record.linked ?? [];
    expect(linked).toHaveLength(3);
    const then = { ...known, tracking: { ...tracking, record: { ...tracking.record, linked } } };
    expect(ofType(decide(desiredState(plan, seeing(plan, all, then)), now), "link")).toEqual([]);
    const edited = planWith({ a: [{}, { needs: ["a-0"] }], b: [{}] });
    const seen = seeing(plan, all, then);
    expect(ofType(decide(desiredState(edited, seen), now), "link")).toMatchObject([
      { number: 101, blockedBy: [100], freed: [102] },
    ]);
  });

  test("waits for the issues that are needed, and goes on at the next look where there are many", () => {
    const { "b-0": _, ...some } = all;
    const first = decide(desiredState(plan, seeing(plan, some, known)), now);
    expect(ofType(first, "link").map(({ number }) => number)).toEqual([100]);
    const long = planWith({ a: Array.from({ length: 120 }, () => ({})) });
    const seen = Object.fromEntries(long.bodies.flatMap(({ todos }) => todos.map(({ id }) => [id, {}])));
    let linked: string[] = [];
    const parts: (number | null)[] = [];
    for (let look = 0; look < 7; look += 1) {
      const then = { ...known, tracking: { ...tracking, record: { ...tracking.record, linked } } };
      const changes = decide(desiredState(long, seeing(long, seen, then)), now);
      const links = ofType(changes, "link");
      expect(links.length).toBe(look < 6 ? 20 : 0);
      parts.push(...links.map(({ parent }) => parent));
      linked = ofType(changes, "write-tracking")[0]?.tracking.record.linked ?? linked;
    }
    expect(parts.filter((parent) => parent === 9)).toHaveLength(100);
  });
});
