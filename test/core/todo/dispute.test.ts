import { conflictAsk } from "../../../src/core/todo/conflict.ts";
import { askText, disputeOf, unchangedOf } from "../../../src/core/todo/dispute.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";

const finding = {
  ...{ key: "0".repeat(16), path: "a.ts", line: 3, text: "Off by one" },
  ...{ first: 1, seen: 3, running: 3, open: true },
};
const fixed = { ...finding, text: "Fixed", open: false };
const gate = askOf({ cause: "gate", title: "Make the gates pass", body: "size" });
const review = askOf({ cause: "review", title: "Off by one", body: "Off by one, there" });
const todo = askOf({ kind: "todo", cause: "review", title: "Test it", body: "" });
const judged = { rounds: 3, forgiven: 0, findings: [fixed], asks: [review, gate, todo] };
const none = { path: null, line: null };

test.each([
  [
    "a finding that came back",
    { ...judged, rounds: 1, findings: [finding] },
    { code: "same-finding", running: 3 },
  ],
  ["used up rounds", judged, { code: "rounds-used-up", rounds: 3 }],
  ["nothing while a round is left", { ...judged, rounds: 2 }, null],
  ["nothing while a forgiven round is left", { ...judged, forgiven: 1 }, null],
])("a person decides about %s", (_, record, expected) => {
  expect(disputeOf(record, 3)).toEqual(expected && expect.objectContaining(expected));
});

test("what stands against a change is what is open, and asks of which no finding speaks", () => {
  expect(disputeOf(judged, 3)).toMatchObject({
    objections: [
      { ...none, text: "Off by one, there" },
      { ...none, text: "Make the gates pass: size" },
    ],
    more: 0,
  });
  expect(disputeOf({ ...judged, findings: [{ ...finding, running: 1 }] }, 3)).toMatchObject({
    objections: [
      { path: "a.ts", line: 3, text: "Off by one" },
      { ...none, text: "Make the gates pass: size" },
    ],
    more: 0,
  });
});

test("of many objections a few are told, in words that are cut so that all have room", () => {
  const words = "y".repeat(950);
  const text = (wishes: string[]) => {
    const { objections, more } = unchangedOf({ ...judged, asks: [] }, { said: " So\n", wishes });
    return [...objections.map((one) => one.text.length), more];
  };
  expect(text([words])).toEqual([900, 0]);
  expect(text([words, words, words, words])).toEqual([300, 300, 300, 1]);
  expect(text([])).toEqual([0]);
});

test("an agent that changed nothing is quoted, and so is what people asked for, on one line", () => {
  const path = "d/".repeat(150);
  const asked = { ...judged, findings: [{ ...finding, path }], asks: [] };
  const reason = unchangedOf(asked, { said: " So\n", wishes: [" Use\n tabs "] });
  expect(reason).toMatchObject({ code: "unchanged", said: "So" });
  expect(reason.objections.map((one) => [one.path?.length, one.text])).toEqual([
    [200, "Off by one"],
    [undefined, "Use tabs"],
  ]);
});

test("an ask says its title once", () => {
  expect([askText(review), askText(gate)]).toEqual(["Off by one, there", "Make the gates pass: size"]);
});

test("a conflict is asked for once for each head", () => {
  const heads = ["0123456789a", "0123456789b", "1123456789a"];
  const asks = heads.map((head) => conflictAsk("main", head));
  expect(asks[0]).toMatchObject({
    title: "Resolve the conflict with main",
    body: expect.stringContaining("(Head 0123456789.)"),
  });
  expect([asks[1]?.key === asks[0]?.key, asks[2]?.key === asks[0]?.key]).toEqual([true, false]);
});
