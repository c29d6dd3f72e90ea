import type { Operation } from "../context.ts";
import { artifactOperations } from "./artifacts/operations.ts";
import { jobOperations } from "./job-operations.ts";
import { runOperations } from "./run-operations.ts";
import { secretOperations } from "./secrets/operations.ts";
import { settingsOperations } from "./settings-operations.ts";
import { variableOperations } from "./variable-operations.ts";
import { workflowOperations } from "./workflow-operations.ts";

export const actionsOperations: readonly Operation[] = [
  ...workflowOperations,
  ...runOperations,
  ...jobOperations,
  ...artifactOperations,
  ...variableOperations,
  ...secretOperations,
  ...settingsOperations,
];
