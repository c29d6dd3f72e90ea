import { followUpTodo } from "../decide/follow-ups.ts";
import type { Plan } from "../plan/plan.ts";
import { type DesiredTodo, isBegun, isDone } from "../todo/desired.ts";
import { mayBeCut } from "../todo/parts.ts";
import { type Ask, askOf } from "../verdict/verdict.ts";
import { happens, obeyed, refused, type TodoMeaning } from "./meaning.ts";
import { ask } from "./on-todo.ts";

/**
 * Has work that is over the limits cut into parts. What is within them only its agent can part: it is asked to keep a
 * first part, and a todo after it takes the rest.
 */
export const splitTodo: TodoMeaning = (draft, asked) => {
  const { one, by, link } = asked;
  if (isDone(one)) return refused("it is done: there is nothing to split");
  if (!isBegun(one)) return refused("it has not begun: split it in the plan file");
  const work = oversizedWork(one, draft.plan);
  if (work !== null)
    return happens("its work is cut into parts that each pass by themselves, if there are such", one, {
      ...{ type: "split-asked", by, work },
    });
  const first = ask(draft, asked, firstPart(draft.plan.limits.lines));
  if (!first.ok) return first;
  const rest = restOf(one, link);
  const opened = draft.creates.flatMap((one) => (one.type === "create-todo" ? [one.issue.record] : []));
  const all = [...[...draft.todos.values()].map(({ record }) => record), ...opened];
  if (all.some(({ from }) => from?.key === rest.key)) return first;
  const taken = new Set(all.map(({ order }) => order));
  const todo = followUpTodo(one, rest, { plan: draft.plan, taken });
  return obeyed(`its agent is asked to keep a first part; \`${todo.issue.record.order}\` takes the rest`, {
    creates: [...(first.creates ?? []), { why: `${by} asked to split \`${one.todo.order}\``, ...todo }],
  });
};

/** What gates sent back, or its head where that has too many lines. */
const oversizedWork = ({ record, pull }: DesiredTodo, { limits }: Plan): string | null => {
  if (!mayBeCut(record) || record.head === null) return null;
  if (record.resume !== null) return record.resume;
  return pull?.state === "open" && (record.lines ?? 0) > limits.lines ? pull.head : null;
};

const firstPart = (lines: number): string =>
  [
    "Split this change: keep only its first part here",
    "",
    `Leave on this branch a first part that is of use and passes the gates by itself, at most ${lines} lines; what must come first, comes first. Take the rest of the change back out: a todo of its own, which starts from this branch, asks for it. Say in your summary what you kept and what is left.`,
  ].join("\n");

const restOf = ({ todo, seen }: DesiredTodo, link: string): Ask =>
  askOf({
    kind: "todo",
    cause: "person",
    title: `The rest of: ${todo.title}`,
    body: [
      `What the first part left out. #${seen?.issue.number ?? 0} was split on request (${link}): its pull request keeps a first part, and says which. Do what is still missing of this:`,
      "",
      todo.text.trim() || todo.title,
    ].join("\n"),
  });
