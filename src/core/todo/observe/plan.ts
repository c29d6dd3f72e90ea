import { isBegun } from "../desired.ts";
import type { Observer } from "./observer.ts";

/*
 * What somebody made of the plan.
 */

export const placed: Observer = ({ todo, record, origin }) => {
  const { body, order, branch, phase, needs } = todo;
  const isThere =
    record.body === body &&
    record.order === order &&
    record.branch === branch &&
    record.phase === phase &&
    record.needs.join() === needs.join();
  if (isThere || origin === "orphan") return null;
  return { type: "edited", placed: { body, order, branch, phase, needs: [...needs] } };
};

export const restored: Observer = ({ record, origin }) =>
  origin !== "orphan" && record.state.status === "removed" ? { type: "restored" } : null;

/** What nobody has begun is closed; what was begun no longer counts either when it is approved or a person closes it. */
export const removed: Observer = (one) => {
  const { origin, record, seen } = one;
  if (origin !== "orphan") return null;
  const isRemoved = record.state.status === "removed";
  if (seen?.issue.open && isBegun(one)) return isRemoved ? { type: "reopened" } : null;
  return isRemoved ? null : { type: "removed" };
};
