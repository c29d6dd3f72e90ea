import type { Store } from "../store.ts";
import type { Workflow } from "./workflows.ts";

/** Whether somebody switched a workflow off. */
export const isDisabled = (store: Store, { id }: Pick<Workflow, "id">): boolean =>
  store.get("select 1 from disabled_workflows where workflow_id = ?", id) !== undefined;

export const setDisabled = (
  store: Store,
  { repositoryId, workflowId, disabled }: { repositoryId: number; workflowId: number; disabled: boolean },
): void =>
  store.transaction(
    () =>
      void store.run(
        disabled
          ? "insert or ignore into disabled_workflows (repository_id, workflow_id) values (?, ?)"
          : "delete from disabled_workflows where repository_id = ? and workflow_id = ?",
        repositoryId,
        workflowId,
      ),
  );
