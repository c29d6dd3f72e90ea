import type { TodoRecord } from "./record.ts";

/** What is known of a todo, but for what only its first forge and machine have. */
export const publishedRecord = (
  record: TodoRecord,
  { base, pull }: { base: string | null; pull: number | null },
): TodoRecord => ({
  ...record,
  ...{ base, pull, claimed: null, logs: null, hold: null, served: [], heard: [], lanes: [], resume: null },
  takenUp: [],
});

/** The record with whether the reviewer's verdict is a formal review where it was published. */
export const reviewedFormally = (record: TodoRecord, isFormal: boolean): TodoRecord => {
  const { state } = record;
  if (state.status !== "approved" || state.verdict.person) return record;
  const { informal: _, ...verdict } = state.verdict;
  const told = isFormal ? verdict : { ...verdict, informal: true as const };
  return { ...record, state: { ...state, verdict: told } };
};
