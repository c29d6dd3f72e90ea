import type { Reason } from "../todo/reasons.ts";

/** What has happened that somebody wants to know of who is not looking. `key` is the same as long as it is the same event. */
export type Notice = { readonly key: string } & (
  | {
      readonly event: "person";
      readonly todo: NoticeTodo;
      readonly reason: Reason /** What answers, as it follows `/milepost`. */;
      readonly command: string;
    }
  /** Accounts are held, and nothing else can go on. */
  | {
      readonly event: "held";
      readonly accounts: readonly string[];
      /** When something may go on, ISO 8601. */
      readonly until: string;
      /** Why, a line for each account. */
      readonly reasons: readonly string[];
    }
  | {
      readonly event: "budget";
      /** US dollars. */
      readonly spent: number;
      readonly limit: number;
      readonly done: number;
      readonly total: number;
    }
  | { readonly event: "stuck"; readonly reasons: readonly string[] }
  | {
      readonly event: "done";
      readonly total: number;
      /** Pull requests that are left open for a person, in submission order. */
      readonly open: readonly number[];
    }
);

export type NoticeOf<Event extends Notice["event"]> = Extract<Notice, { event: Event }>;

/** The todo that waits. */
interface NoticeTodo {
  readonly id: string;
  readonly order: string;
  readonly title: string;
  readonly issue: number;
}
