import { accountOf, accountsIn, programsOfRole, type Role } from "../account/account.ts";
import { holdOf, isHolding } from "../account/hold.ts";
import type { ProgramTrouble } from "../account/trouble.ts";
import type { Plan } from "../plan/plan.ts";
import type { TodoEvent } from "../todo/event.ts";
import type { TodoRecord } from "../todo/record.ts";
import type { Entry } from "./handoff.ts";

/** Ends running that are nobody's fault and bring nothing, before a person is asked. */
export const maxExcuses = 10;

interface Troubled {
  readonly role: Role;
  readonly trouble: ProgramTrouble;
}

interface Place {
  readonly plan: Plan;
  readonly entry: Entry;
  readonly now: Date;
}

/** What it is to a todo that a program of its lane was kept from its work. */
export const troubleEvent = (troubled: Troubled, record: TodoRecord, place: Place): TodoEvent => {
  const { trouble } = troubled;
  const { said, kind } = trouble;
  const { role } = troubled;
  const [account = role] = accountsIn([role], place.plan, place.entry);
  switch (kind) {
    case "limited":
    case "overloaded":
    case "offline":
    case "cut-stream":
    case "no-answer": {
      const hold = isHolding(trouble)
        ? holdOf(trouble, { account, before: record.hold, now: place.now })
        : null;
      if (hold === null && record.excused > 0) return failure(said, place.plan);
      return { type: "excused", excuse: kind, said, hold, most: maxExcuses };
    }
    case "no-credit":
    case "wrong-key":
      return { type: "stopped", reason: { code: "account", account, problem: kind, said } };
    case "too-long":
    case "declined": {
      const declined = new Set([...record.declined, account]);
      const isLast = programsOfRole(role, place.plan, place.entry.body).every((program) =>
        declined.has(accountOf(program)),
      );
      return {
        type: "declined",
        account,
        isLast,
        reason: { code: "declined", account, problem: kind, said },
      };
    }
    case "endless":
      return failure(said, place.plan);
    default:
      return kind satisfies never;
  }
};

const failure = (said: string, { limits }: Plan): TodoEvent => ({
  ...{ type: "failed", attempts: limits.attempts, failure: { kind: "broken", said } },
});
