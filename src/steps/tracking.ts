import type { ChangeOf, TrackingIssue } from "../core/decide/change.ts";
import { retold } from "../core/decide/tracking.ts";
import { ownLabel } from "../core/snapshot/record.ts";
import type { SeenTodo } from "../core/snapshot/snapshot.ts";
import type { ApplyPorts, Batch } from "./batch.ts";
import type { SnapshotReader } from "./ports.ts";

/** The reader, which puts todos' issues there as they are written. */
export const keeping = (reader: SnapshotReader, written: Batch["written"]): SnapshotReader => ({
  ...reader,
  note: (seen) => {
    const { issue } = seen;
    if (issue?.record.kind === "todo")
      written.set(issue.record.todo, { issue: issue.issue, record: issue.record });
    reader.note(seen);
  },
});

/** Writes the tracking issue as the todos are by now; answers what it says. */
export const writeTracking = async (
  { forge, reader }: Pick<ApplyPorts, "forge" | "reader">,
  written: ReadonlyMap<string, Pick<SeenTodo, "issue" | "record">>,
  { number, tracking, telling, isRight }: Omit<ChangeOf<"write-tracking">, "type" | "why">,
): Promise<TrackingIssue> => {
  const now = telling ? retold(tracking, telling, written) : tracking;
  if (isRight && now.text === tracking.text) return now;
  const issue = await forge.writeIssue(number, { ...now, labels: [ownLabel], notPlanned: false });
  reader.note({ issue });
  return now;
};
