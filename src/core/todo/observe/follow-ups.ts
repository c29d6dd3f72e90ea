import type { Plan } from "../../plan/plan.ts";
import type { Ask } from "../../verdict/verdict.ts";
import { after, type DesiredTodo, isUnwanted } from "../desired.ts";
import type { Reason, ReasonOf } from "../reasons.ts";
import { decisionOn, type TodoState } from "../state.ts";

/*
 * A review of a follow-up may ask for another follow-up, but neither for ever nor for as many as it likes; a person's
 * approval opens what is asked all the same.
 */

type Excess = ReasonOf<"follow-ups-deep" | "follow-ups-many">;

/** Blocks what asks for more new todos than it may, and lets go on what may have them by now. */
export const limitFollowUps = (
  todos: readonly DesiredTodo[],
  plan: Pick<Plan, "limits">,
): readonly DesiredTodo[] => {
  const excess = excessIn(todos, plan);
  return todos.map((one) => {
    const reason = excess.get(one.todo.id);
    const { state } = one.record;
    if (one.held) return one;
    if (reason) return mayBeTold(state) ? after(one, { type: "follow-ups-exceeded", reason }) : one;
    const isAllowed = state.status === "blocked" && isExcess(state.reason);
    return isAllowed ? after(one, { type: "follow-ups-allowed" }) : one;
  });
};

const mayBeTold = (state: TodoState): boolean =>
  state.status === "approved" ||
  state.status === "changes" ||
  state.status === "review" ||
  (state.status === "blocked" && state.reason.code === "untold");

const isExcess = ({ code }: Reason): boolean => code === "follow-ups-deep" || code === "follow-ups-many";

/** The todos whose asks for new todos are not to be opened, by id, with the reason. */
export const excessIn = (
  todos: readonly DesiredTodo[],
  { limits }: Pick<Plan, "limits">,
): ReadonlyMap<string, Excess> => {
  const asking = todos.filter(
    (one) => asksForTodos(one) && !isUnwanted(one) && !decisionOn(one.record.state)?.person,
  );
  if (asking.length === 0) return new Map();
  const families = familiesIn(todos);
  return new Map(
    asking.flatMap((one): [string, Excess][] => {
      const family = families.of(one);
      const asked = one.record.asks.filter((ask) => isUnopened(ask, one, family.opened));
      if (asked.length === 0) return [];
      if (family.depth >= limits.rounds)
        return [[one.todo.id, { code: "follow-ups-deep", rounds: limits.rounds }]];
      const { size } = family.opened;
      if (size + asked.length > limits.followUps)
        return [
          [
            one.todo.id,
            { code: "follow-ups-many", opened: size, asked: asked.length, limit: limits.followUps },
          ],
        ];
      for (const { key } of asked) family.opened.add(keyIn(one, key));
      return [];
    }),
  );
};

const asksForTodos = ({ record }: DesiredTodo): boolean => record.asks.some(({ kind }) => kind === "todo");

const isUnopened = ({ kind, key }: Ask, one: DesiredTodo, opened: ReadonlySet<string>): boolean =>
  kind === "todo" && !opened.has(keyIn(one, key));

const keyIn = ({ todo }: Pick<DesiredTodo, "todo">, key: string): string => `${todo.id} ${key}`;

interface Family {
  /** The follow-ups that came out of one todo of the plan, one out of the other, by who asked and what. */
  readonly opened: Set<string>;
}

const familiesIn = (todos: readonly DesiredTodo[]) => {
  const byId = new Map(todos.map((one) => [one.todo.id, one]));
  const families = new Map<string, Family>();
  /** How many follow-ups lead from a todo of the plan to this one, and its family. */
  const of = (one: DesiredTodo): Family & { readonly depth: number } => {
    const passed = new Set([one.todo.id]);
    let root = one.todo.id;
    for (
      let { from } = one.record;
      from && !passed.has(from.todo);
      from = byId.get(root)?.record.from ?? null
    ) {
      root = from.todo;
      passed.add(root);
    }
    const family = families.get(root) ?? { opened: new Set() };
    families.set(root, family);
    return { ...family, depth: passed.size - 1 };
  };
  for (const one of todos) {
    const { from } = one.record;
    if (from && one.record.part === null) of(one).opened.add(`${from.todo} ${from.key}`);
  }
  return { of };
};
