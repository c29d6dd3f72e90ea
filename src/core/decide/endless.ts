import { count } from "../count.ts";
import type { Plan } from "../plan/plan.ts";
import type { Ask } from "../verdict/verdict.ts";
import { isSkipped, type Wanted } from "./mend.ts";
import { block, withChange } from "./wanted.ts";

/*
 * A review of a follow-up may ask for another follow-up, but neither for ever nor for as many as it likes; a person's
 * approval opens what is asked all the same.
 */

/** Blocks what asks for more new todos than it may, and lets go on what may have them by now. */
export const blockEndless = (wanted: readonly Wanted[], plan: Pick<Plan, "limits">): readonly Wanted[] => {
  const excess = endless(wanted, plan);
  return wanted.map((one) => {
    const { record, held } = one;
    const reason = excess.get(one.todo.id);
    if (held || reason === record.blocked) return one;
    if (record.status === "approved" || record.status === "changes" || record.status === "review")
      return reason === undefined ? one : { ...block(one, reason), open: true };
    if (reason !== undefined || !isEndlessReason(record.blocked)) return one;
    const status = record.verdict?.approved ? "approved" : "changes";
    return withChange(
      one,
      "its follow-ups may be opened",
      { status, blocked: null },
      { open: status === "changes" },
    );
  });
};

/** The todos whose asks for new todos are not to be opened, by id, with the reason for people. */
export const endless = (
  wanted: readonly Wanted[],
  { limits }: Pick<Plan, "limits">,
): ReadonlyMap<string, string> => {
  const asking = wanted.filter((one) => !isSkipped(one) && !one.record.verdict?.person && asksForTodos(one));
  if (asking.length === 0) return new Map();
  const families = familiesIn(wanted);
  return new Map(
    asking.flatMap((one) => {
      const family = families.of(one);
      const asked = one.record.asks.filter((ask) => isUnopened(ask, one, family.opened));
      if (asked.length === 0) return [];
      if (family.depth >= limits.rounds) return [[one.todo.id, deepReason(limits.rounds)] as const];
      const { size } = family.opened;
      if (size + asked.length > limits.followUps)
        return [[one.todo.id, manyReason(size, asked.length, limits.followUps)] as const];
      for (const { key } of asked) family.opened.add(keyIn(one, key));
      return [];
    }),
  );
};

const asksForTodos = ({ record }: Wanted): boolean => record.asks.some(({ kind }) => kind === "todo");

const isUnopened = ({ kind, key }: Ask, one: Wanted, opened: ReadonlySet<string>): boolean =>
  kind === "todo" && !opened.has(keyIn(one, key));

const keyIn = ({ todo }: Pick<Wanted, "todo">, key: string): string => `${todo.id} ${key}`;

interface Family {
  /** The follow-ups that came out of one todo of the plan, one out of the other, by who asked and what. */
  readonly opened: Set<string>;
}

const familiesIn = (wanted: readonly Wanted[]) => {
  const byId = new Map(wanted.map((one) => [one.todo.id, one]));
  const families = new Map<string, Family>();
  /** How many follow-ups lead from a todo of the plan to this one, and its family. */
  const of = (one: Wanted): Family & { readonly depth: number } => {
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
  for (const one of wanted) {
    const { from } = one.record;
    if (from) of(one).opened.add(`${from.todo} ${from.key}`);
  }
  return { of };
};

const answers =
  "comment `/milepost approve` to have that opened, `/milepost retry` to have this reviewed again";

const deepReason = (rounds: number): string =>
  `follow-ups came one out of the other, ${count(rounds, "time")} running, and more is asked: ${answers}`;

const manyReason = (opened: number, asked: number, most: number): string =>
  `reviews opened ${count(opened, "follow-up")} of one todo and ask for ${asked} more, and \`limits.followUps\` is ${most}: ${answers}`;

const isEndlessReason = (blocked: string | null): boolean =>
  blocked !== null && /^(follow-ups came one out of the other|reviews opened \d)/.test(blocked);
