import type { TodoEvent } from "../../../../src/core/todo/event.ts";
import { newRecord } from "../../../../src/core/todo/record.ts";
import { transition } from "../../../../src/core/todo/transition.ts";
import { askOf } from "../../../../src/core/verdict/verdict.ts";
import { sha } from "../../scene.ts";
import { type Brief, inBrief, withBrief } from "../brief.ts";

const fresh = newRecord({
  ...{ plan: "p", todo: "a-0", body: "a", order: "00a", branch: "b", phase: 0, needs: [], from: null },
});
const record = (told: Brief) => withBrief(fresh, { pull: 1, head: sha("1"), rounds: 2, ...told });
const verdict = { commit: sha("1"), approved: false, round: 1, rules: [], by: "reviewer", person: false };
const lost = { status: "blocked", reason: { code: "pull-closed", pull: 1 } } as const;

test.each<[string, Brief, string, object]>([
  ["refused goes back to its agent", { ...lost, verdict }, "1", { status: "changes", verdict }],
  [
    "approved is approved as it was",
    { ...lost, verdict: { ...verdict, approved: true } },
    "1",
    { status: "approved", verdict: { ...verdict, approved: true } },
  ],
  ["not judged is reviewed", { ...lost, verdict }, "2", { status: "review", verdict: null }],
])("a pull request that is found again at a head that was %s", (_, told, head, expected) => {
  const event = { type: "pull-found", pull: 1, state: "open", head: sha(head) } as const;
  expect(inBrief(transition(record(told), event))).toMatchObject(expected);
});

test("a conflict goes before all that was asked but new todos, and waits for a person when no round is left", () => {
  const ask = askOf({ cause: "conflict", title: "Resolve it", body: "" });
  const asks = [
    askOf({ cause: "review", title: "Mend it", body: "" }),
    askOf({ kind: "todo", cause: "review", title: "Test it", body: "" }),
  ];
  const after = (rounds: number) =>
    inBrief(
      transition(record({ status: "approved", asks, forgiven: 1 }), { type: "conflicted", ask, rounds }),
    );
  expect(after(2)).toMatchObject({ status: "changes", verdict: { approved: false } });
  expect(after(2).asks.map(({ title }) => title)).toEqual(["Resolve it", "Test it"]);
  expect(after(1)).toMatchObject({
    status: "blocked",
    verdict: { approved: false },
    blocked: expect.stringMatching(/^Resolve it: all rounds are used up/),
  });
});

const asked = askOf({ cause: "landing", title: "Make it work", body: "" });
const [mend, test_, resolve] = [
  askOf({ cause: "review", title: "Mend it", body: "" }),
  askOf({ kind: "todo", cause: "review", title: "Test it", body: "" }),
  askOf({ cause: "conflict", title: "Resolve it", body: "" }),
];
const landing = { type: "broke-landing", ask: asked, base: "x", partners: ["c", "d"], rounds: 9 } as const;

test.each<[string, Brief, TodoEvent, object]>([
  [
    "breaks what lands, and takes that in first",
    { status: "approved", asks: [mend, test_] },
    { ...landing, isBehind: true },
    { status: "changes", asks: [asked, test_], base: "x", partners: ["c", "d"], behind: true },
  ],
  [
    "conflicts with what lands, which its agent takes in",
    { status: "approved", behind: true },
    { ...landing, isBehind: false },
    { status: "changes", behind: undefined },
  ],
  [
    "does not pass the repository's own CI",
    { status: "approved", asks: [mend, test_], mergeWait: { code: "unread", said: "no" } },
    { type: "checks-failed", ask: asked, rounds: 9 },
    { status: "changes", asks: [asked, test_], mergeWait: null },
  ],
  [
    "conflicts while it takes something in, and is asked all else still",
    { status: "working", asks: [mend, test_, resolve], behind: true },
    { type: "conflicted", ask: asked, rounds: 9 },
    { status: "changes", asks: [asked, mend, test_], behind: undefined },
  ],
  [
    "conflicts when as much is asked as a record holds",
    { status: "working", asks: Array.from({ length: 24 }, () => test_) },
    { type: "conflicted", ask: asked, rounds: 9 },
    { asks: [asked, ...Array.from({ length: 23 }, () => test_)] },
  ],
])("a branch that %s", (_, told, event, expected) => {
  expect(inBrief(transition(record(told), event))).toMatchObject(expected);
});
