import type { RunEvent } from "../../local/events.ts";
import type { RunActions } from "./actions.ts";

/** Shows a run to whoever watches it, until it is disposed of. */
export interface View extends Disposable {
  readonly show: (event: RunEvent) => void;
  /** A person asked the run to stop. */
  readonly stopping: () => void;
  /** From now on keys do something, where there are any. */
  readonly hear: (actions: RunActions) => void;
}

/** Said at the first Ctrl-C. */
export const stoppingText = "stopping: work is kept, the same command goes on; Ctrl-C again ends at once";
