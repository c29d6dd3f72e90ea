import { ownLabel, statusLabel } from "../snapshot/record.ts";
import { type WantedStatus, wantedStatuses } from "../todo/state.ts";
import type { Label } from "./change.ts";

const looks: Readonly<Record<WantedStatus, { color: string; description: string }>> = {
  pending: { color: "cfd3d7", description: "Waits for other todos" },
  ready: { color: "c5def5", description: "Can start when a lane is free" },
  working: { color: "1d76db", description: "An agent is at work" },
  review: { color: "fbca04", description: "Waits for a verdict on its pull request" },
  changes: { color: "e99695", description: "Sent back: has follow-ups to answer" },
  approved: { color: "0e8a16", description: "Approved for its pull request's head" },
  blocked: { color: "b60205", description: "Needs a person: the reason is in the issue" },
};

/** The labels that Milepost uses: its own, and one per status. */
export const labels: readonly Label[] = [
  { name: ownLabel, color: "5319e7", description: "Owned by Milepost" },
  ...wantedStatuses.map((status) => ({ name: statusLabel(status), ...looks[status] })),
];
