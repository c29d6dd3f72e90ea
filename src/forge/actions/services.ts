import type { Clock } from "../clock.ts";
import type { ArtifactFiles } from "./artifacts/files.ts";
import type { ArtifactKeys } from "./artifacts/keys.ts";
import type { Engine } from "./engine/port.ts";
import type { Logs } from "./logs.ts";

/** What operations ask of the forge's workflows. */
export interface ActionsServices {
  readonly engine: Engine;
  readonly logs: Logs;
  readonly artifacts: ArtifactFiles;
  readonly keys: ArtifactKeys;
  /** What artifacts expire by. */
  readonly clock: Clock;
}
