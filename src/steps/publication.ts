import { todoText } from "../core/decide/texts.ts";
import type { Landable } from "../core/report/landable.ts";
import { publishedBody, renumbered } from "../core/report/published-text.ts";
import { publishedRecord, reviewedFormally } from "../core/todo/published-record.ts";
import type { TodoRecord } from "../core/todo/record.ts";
import type { OwnIssue, ReviewContent } from "./ports.ts";

/** One todo to be published: its branch leads to `base`, which is published before it. */
export interface Publication {
  readonly work: Landable;
  readonly base: string;
  /** What its agent said of it. */
  readonly said: string;
  /** The review that approved it; `null` where a person did, or none is found. */
  readonly review: Pick<ReviewContent, "name" | "body"> | null;
}

/** What another forge calls issues of this one: its number there by the one that it has here. */
export type Numbers = ReadonlyMap<number, number>;

/** What its issue is to say of it, but for its pull request. */
export const recordOf = (
  { work: { one }, base, review }: Publication,
  before: TodoRecord | null,
  { hasReviewer }: { readonly hasReviewer: boolean },
): TodoRecord => {
  const { adopted: _, ...known } = one.record;
  const record = publishedRecord(known, { base, pull: null });
  return reviewedFormally(
    { ...record, ...(before?.adopted ? { adopted: before.adopted } : {}) },
    review !== null && hasReviewer,
  );
};

export const bodyOf = (
  { work: { one }, said }: Publication,
  { own, numbers }: { readonly own: OwnIssue; readonly numbers: Numbers },
  record: TodoRecord,
): string =>
  publishedBody(record, {
    ...{ issue: own.issue.number, said: renumbered(said, numbers), fixes: one.fixes },
  });

/** A todo that the plan does not have is described by its issue, which calls others by their numbers. */
export const textOf = ({ one }: Landable, record: TodoRecord, numbers: Numbers): string => {
  const text = todoText({ ...one, record });
  return one.origin === "plan" ? text : renumbered(text, numbers);
};

/** What the todo and the one that it came from are called here and there. */
export const numbersIn = (
  { work: { one } }: Publication,
  { known, publications }: { known: ReadonlyMap<string, OwnIssue>; publications: readonly Publication[] },
): Numbers => {
  const ids = [one.todo.id, one.record.from?.todo];
  return new Map(
    publications.flatMap(({ work }) => {
      const { todo, seen } = work.one;
      const there = ids.includes(todo.id) ? known.get(todo.id) : undefined;
      return seen && there ? [[seen.issue.number, there.issue.number] as const] : [];
    }),
  );
};
