import { count } from "../count.ts";
import { type HeldAccount, type HeldAccounts, heldAccounts } from "../decide/accounts.ts";
import { type Schedule, scheduleOf } from "../decide/schedule.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";

/** What waits for accounts now. */
export interface AccountWaits {
  /** Those that hold something up. */
  readonly accounts: readonly HeldAccount[];
  readonly todos: readonly DesiredTodo[];
  /** When something may start on one of them, ISO 8601; `null` when nothing waits, or for a person alone. */
  readonly until: string | null;
}

const nothing: AccountWaits = { accounts: [], todos: [], until: null };

/** Which todos could start but for the accounts of their programs. */
export const accountWaits = (desired: DesiredState, now: Date): AccountWaits => {
  const { todos } = desired;
  return heldAccounts(todos, now).size === 0 ? nothing : waitsIn(scheduleOf(desired, todos, { now }));
};

/** The same of a schedule that was made. */
export const waitsIn = ({ held, waiting }: Pick<Schedule, "held" | "waiting">): AccountWaits =>
  waiting.length === 0 ? nothing : { accounts: [...held.values()], todos: waiting, until: nextEnd(held) };

const nextEnd = (held: HeldAccounts): string | null =>
  [...held.values()].flatMap(({ until }) => (until === null ? [] : [until])).sort()[0] ?? null;

/** In words, a line for each account, such as `claude: usage limit until 2026-11-30 21:00 UTC; 3 todos wait`. */
export const heldTexts = (
  { accounts, todos }: AccountWaits,
  timeText: (iso: string) => string = utcText,
): string[] => {
  const waiting = `${count(todos.length, "todo")} ${todos.length === 1 ? "waits" : "wait"}`;
  return accounts.map(({ account, why, phase, until }) =>
    [
      `${account}: ${whyText(why)}`,
      ...(until === null ? ["till a person puts it right"] : [endText(phase, timeText(until))]),
    ]
      .join(" ")
      .concat(`; ${waiting}`),
  );
};

/** A time as people of all places read it, such as `2026-11-30 21:00 UTC`. */
const utcText = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

const endText = (phase: HeldAccount["phase"], time: string): string => {
  switch (phase) {
    case "held":
      return `until ${time}`;
    case "due":
      return "is over by its own word, and one lane tries it";
    case "tried":
      return `may be over, and one lane tries it till ${time}`;
    default:
      return phase satisfies never;
  }
};

const whyText = (why: HeldAccount["why"]): string => {
  switch (why) {
    case "limited":
      return "usage limit";
    case "overloaded":
      return "overload";
    case "offline":
      return "not to be reached";
    case "no-credit":
      return "no credit left";
    case "wrong-key":
      return "key or login not taken";
    default:
      return why satisfies never;
  }
};
