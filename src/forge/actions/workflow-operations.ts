import { listed, noContent, ok } from "../answer.ts";
import type { Operation, RepositoryContext } from "../context.ts";
import { operation } from "../operation.ts";
import { pageItems } from "../pagination.ts";
import { setDisabled } from "./disabled.ts";
import { createDispatchEvent, createWorkflowDispatch } from "./dispatch.ts";
import { workflowView } from "./view.ts";
import { defaultWorkflows, workflowNamed } from "./workflows.ts";

const listWorkflows = operation({
  id: "actions/list-repo-workflows",
  method: "GET",
  path: "/repos/{owner}/{repo}/actions/workflows",
  needs: "read",
  handle: async (context) => {
    const all = await defaultWorkflows(context.git, context.repository);
    const workflows = pageItems(all, context.page).map((workflow) => workflowView(context, workflow));
    return listed({ total_count: all.length, workflows }, context.page, all.length);
  },
});

const getWorkflow = operation({
  id: "actions/get-workflow",
  method: "GET",
  path: "/repos/{owner}/{repo}/actions/workflows/{workflow_id}",
  needs: "read",
  handle: async (context) =>
    ok(
      workflowView(context, await workflowNamed(context.git, context.repository, context.params.workflow_id)),
    ),
});

const setEnabled = async (
  { store, git, repository, params }: RepositoryContext<{ readonly workflow_id: string }>,
  disabled: boolean,
) => {
  const { id } = await workflowNamed(git, repository, params.workflow_id);
  setDisabled(store, { repositoryId: repository.id, workflowId: id, disabled });
  return noContent();
};

const enable = operation({
  id: "actions/enable-workflow",
  method: "PUT",
  path: "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/enable",
  needs: "write",
  handle: (context) => setEnabled(context, false),
});

const disable = operation({
  id: "actions/disable-workflow",
  method: "PUT",
  path: "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/disable",
  needs: "write",
  handle: (context) => setEnabled(context, true),
});

export const workflowOperations: readonly Operation[] = [
  listWorkflows,
  getWorkflow,
  enable,
  disable,
  createWorkflowDispatch,
  createDispatchEvent,
];
