import { maxMerged } from "../../core/ci/look.ts";
import { inOrder } from "../../core/in-order.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { TodoRecord } from "../../core/todo/record.ts";
import type { ReadPull } from "../pull-query.ts";

/** What the look at the repository's own CI is about, as far as records tell; it asks for what is missing then. */
export const askedOfCi = (
  records: readonly TodoRecord[],
  pulls: ReadonlyMap<number, ReadPull>,
  { base, ci }: Plan,
): ReadPull[] => {
  if (ci.wait === "none") return [];
  const worked = inOrder(records, ({ order }) => order).flatMap(({ state, pull }) => {
    const found = pulls.get(pull ?? 0);
    return found ? [{ state, pull: found }] : [];
  });
  const approved = worked.filter(({ state, pull }) => state.status === "approved" && pull.state === "open");
  if (approved.length === 0) return [];
  const merged = worked.filter(({ pull }) => pull.state === "merged" && pull.base === base);
  return [...approved, ...merged.slice(-maxMerged)].map(({ pull }) => pull);
};
