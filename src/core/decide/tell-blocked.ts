import { blockedText, isUntold, withTold } from "../report/blocked.ts";
import type { Change } from "./change.ts";
import { isSkipped, type Wanted } from "./mend.ts";

/**
 * Tells on the issue why a todo is blocked where nobody did yet, as a lane does that ends so. The comment comes before
 * the record that remembers it, so that a crash repeats it and finds it.
 */
export const tellBlocked = (
  wanted: readonly Wanted[],
): { readonly wanted: readonly Wanted[]; readonly changes: readonly Change[] } => {
  const changes: Change[] = [];
  const after = wanted.map((one) => {
    if (!one.seen || one.held || one.record.removed || isSkipped(one) || !isUntold(one.record)) return one;
    const { record, comment } = withTold(one.record);
    const place = { todo: one.todo.id, issue: one.seen.issue.number, name: comment };
    changes.push({ type: "tell", why: "it waits for a person", ...place, text: blockedText(record) });
    return { ...one, record, why: [...one.why, "people are told why it is blocked"] };
  });
  return { wanted: changes.length > 0 ? after : wanted, changes };
};
