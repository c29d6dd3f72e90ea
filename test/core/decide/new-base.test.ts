import { indexOf } from "../../../src/core/decide/base.ts";
import { newBase } from "../../../src/core/decide/new-base.ts";
import { approved, desiredIn, planWith, type Seen, seeing } from "../scene.ts";

const plan = planWith({ a: [{}, {}, {}], y: [{}], z: [{ needs: ["a-0", "y-0"] }, { needs: ["z-0"] }] });
const [low, mid, side, joint] = ["p/00a-a-0", "p/01a-a-1", "p/00b-y-0", "p/01c-z-0"];
const integration = "milepost/base/01c";
const on = (head: string, base: string, more: Seen = {}): Seen =>
  approved(head, { ...more, record: { base, ...more.record } });
const all: Readonly<Record<string, Seen>> = {
  "a-0": approved("1"),
  "a-1": on("2", low),
  "a-2": on("3", mid),
  "y-0": approved("4"),
  "z-0": on("5", integration),
  "z-1": on("6", joint),
};
const merged = { state: "merged" } as const;
const unwanted = { notPlanned: true };

const baseOfTodo = (id: string, seen: Readonly<Record<string, Seen>>): string | null | undefined => {
  const todos = desiredIn(plan, seeing(plan, { ...all, ...seen }));
  const one = todos.find(({ todo }) => todo.id === id);
  return one && newBase(one, indexOf(todos), plan);
};

test.each<[string, string, Readonly<Record<string, Seen>>, string | null]>([
  ["stays on the branch below it", "a-1", {}, low],
  ["goes to the base once that is merged", "a-1", { "a-0": approved("1", { pull: merged }) }, "main"],
  ["goes past what nobody wants to what that rested on", "a-2", { "a-1": on("2", low, unwanted) }, low],
  ["goes past it to the base, where it rested there", "a-1", { "a-0": approved("1", unwanted) }, "main"],
  [
    "goes past all that nobody wants",
    "a-2",
    { "a-1": on("2", low, unwanted), "a-0": approved("1", unwanted) },
    "main",
  ],
  [
    "stays on what was merged though nobody wants it: it is on the base",
    "a-2",
    { "a-1": on("2", low, { ...unwanted, pull: { ...merged, base: "main" } }) },
    "main",
  ],
  [
    "ends at the base where what nobody wants rests on itself",
    "a-2",
    { "a-1": on("2", mid, unwanted) },
    "main",
  ],
  [
    "ends at the base where two that nobody wants rest on each other",
    "a-2",
    { "a-1": on("2", low, unwanted), "a-0": on("1", mid, unwanted) },
    "main",
  ],
  [
    "goes past it to the branches that were merged for it",
    "z-1",
    { "z-0": on("5", integration, unwanted) },
    integration,
  ],
  [
    "goes past it to the base, where those are merged",
    "z-1",
    {
      "z-0": on("5", integration, unwanted),
      "a-0": approved("1", { pull: merged }),
      "y-0": approved("4", { pull: merged }),
    },
    "main",
  ],
  ["stays on several branches", "z-0", {}, integration],
  [
    "goes to the base once all of them are merged",
    "z-0",
    { "a-0": approved("1", { pull: merged }), "y-0": approved("4", { pull: merged }) },
    "main",
  ],
  ["stays where it is while a run holds it", "a-1", { "a-1": on("2", low, { claim: "live" }) }, null],
  ["stays where it is once it is merged", "a-1", { "a-1": on("2", low, { pull: merged }) }, null],
  ["goes to the base where its branch was no todo's", "a-1", { "a-1": on("2", "old") }, "main"],
  [
    "stays where it is when the pull request below it is lost",
    "a-1",
    { "a-0": approved("1", { pull: { state: "closed" } }) },
    null,
  ],
  [
    "goes where the branch below it was merged into",
    "a-1",
    { "a-0": approved("1", { pull: { ...merged, base: side } }) },
    side,
  ],
])("begun work %s", (_, id, seen, expected) => {
  expect(baseOfTodo(id, seen)).toBe(expected);
});
