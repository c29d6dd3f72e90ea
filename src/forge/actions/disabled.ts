import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import type { Workflow } from "./workflows.ts";

/** What keeps a workflow from running; a fork's are off until somebody switches them on. */
export const disabledBy = (
  store: Store,
  repository: Pick<Repository, "parent_id">,
  { id }: Pick<Workflow, "id">,
): "person" | "fork" | null => {
  const chosen = store.get<{ disabled: 0 | 1 }>(
    "select disabled from disabled_workflows where workflow_id = ?",
    id,
  );
  if (chosen) return chosen.disabled ? "person" : null;
  return repository.parent_id === null ? null : "fork";
};

export const isDisabled = (...workflow: Parameters<typeof disabledBy>): boolean =>
  disabledBy(...workflow) !== null;

export const setDisabled = (
  store: Store,
  { repositoryId, workflowId, disabled }: { repositoryId: number; workflowId: number; disabled: boolean },
): void =>
  store.transaction(
    () =>
      void store.run(
        "insert or replace into disabled_workflows (repository_id, workflow_id, disabled) values (?, ?, ?)",
        repositoryId,
        workflowId,
        disabled ? 1 : 0,
      ),
  );
