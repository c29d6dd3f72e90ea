import type { TodoRecord } from "./record.ts";

/** Whether its issue is left to its author again: it was adopted, and the plan lost it before it was begun. */
export const isLetGo = ({ adopted, claimed, state }: TodoRecord): boolean =>
  adopted !== undefined && claimed === null && state.status === "removed";
