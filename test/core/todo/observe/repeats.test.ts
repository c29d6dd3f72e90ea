import type { DesiredTodo } from "../../../../src/core/todo/desired.ts";
import { withoutRepeats } from "../../../../src/core/todo/observe/repeats.ts";
import { askOf } from "../../../../src/core/verdict/verdict.ts";
import { desiredIn, planWith, seeing } from "../../scene.ts";
import { type Brief, withBrief } from "../brief.ts";

const plan = planWith({ a: [{}, {}, {}, {}] });
const same = askOf({ kind: "todo", cause: "review", title: "Test it", body: "" });
const other = askOf({ kind: "todo", cause: "review", title: "Explain it", body: "" });
const ids = plan.bodies.flatMap(({ todos }) => todos.map(({ id }) => id));
const plain = desiredIn(plan, seeing(plan, Object.fromEntries(ids.map((id) => [id, {}]))));

/** Todos of the plan with what is told of them, by their place. */
const todosWith = (told: Readonly<Record<number, Brief & { readonly held?: boolean }>>): DesiredTodo[] =>
  plain.map((one, at) => {
    const { held = false, ...brief } = told[at] ?? {};
    return { ...one, held, record: withBrief(one.record, brief) };
  });

const bornOf = (at: number): Brief => ({ from: { todo: `a-${at}`, key: same.key } });
const asking: Brief = { status: "changes", asks: [other, same] };

test.each<[string, Parameters<typeof todosWith>[0], string[]]>([
  ["is left out while that is to do", { 0: asking, 1: bornOf(2) }, [other.title]],
  [
    "is kept when it is done",
    { 0: asking, 1: { ...bornOf(2), status: "approved" } },
    [other.title, same.title],
  ],
  ["is kept when the plan alone has it", { 0: asking, 1: { from: null } }, [other.title, same.title]],
  ["is kept when that came of it", { 0: asking, 1: bornOf(0) }, [other.title, same.title]],
  [
    "is kept when one of them came of it",
    { 0: asking, 1: bornOf(2), 3: bornOf(0) },
    [other.title, same.title],
  ],
  ["is kept when it is itself", { 0: { ...asking, ...bornOf(2) } }, [other.title, same.title]],
  ["is kept while a run holds it", { 0: { ...asking, held: true }, 1: bornOf(2) }, [other.title, same.title]],
])("a todo's ask that another review has asked for, too, %s", (_, told, titles) => {
  const [one] = withoutRepeats(todosWith(told));
  expect(one?.record.asks.map(({ title }) => title)).toEqual(titles);
  expect(one?.events.map(({ type }) => type)).toEqual(titles.length === 2 ? [] : ["repeated"]);
});
