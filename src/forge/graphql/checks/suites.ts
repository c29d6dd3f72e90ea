import { userById } from "../../accounts.ts";
import { runAddresses } from "../../actions/view.ts";
import { actionsAppId } from "../../apps/identity.ts";
import { type ShownSuite, shownSuites, suiteOfRun } from "../../check-runs/of-workflows.ts";
import { listSuites } from "../../checks/operations.ts";
import type { RepositoryContext } from "../../context.ts";
import { nodeId } from "../../node-id.ts";
import { connection, inMemory, type Slice } from "../connection.ts";

/** The check suites of a commit: those of programs, and the runs of workflows. */
export const suitesOf = (repository: RepositoryContext, sha: string, slice: Slice) => {
  const here = repository.calls.enter(listSuites, repository.repository);
  const all = shownSuites(here.store, here.repository.id, sha);
  return connection(inMemory(all), slice, (suite) => shownSuiteNode(here, suite));
};

const shownSuiteNode = (here: RepositoryContext, { id, app_id, workflowRun }: ShownSuite) => {
  if (!workflowRun) return programSuite(here, { id, appId: app_id });
  const { workflow_id, name, updated_at, ...run } = workflowRun;
  return workflowSuite(here, { ...run, updated_at, workflow: { id: workflow_id, name } });
};

/** A suite of check runs that a program made. */
export const programSuite = (here: RepositoryContext, { id, appId }: { id: number; appId: number }) => {
  const name = userById(here.store, appId)?.login ?? "";
  return {
    id: nodeId("CS", id),
    databaseId: id,
    app: { id: nodeId("A", appId), databaseId: appId, name, slug: name },
    workflowRun: null,
  };
};

interface RunOfSuite {
  readonly id: number;
  readonly event: string;
  readonly run_number: number;
  readonly workflow: { readonly id: number; readonly name: string };
  readonly created_at: string;
  readonly updated_at: string;
}

/** The suite that a run of a workflow is. */
export const workflowSuite = (here: RepositoryContext, run: RunOfSuite) => ({
  id: nodeId("CS", suiteOfRun(run.id)),
  databaseId: suiteOfRun(run.id),
  app: {
    id: nodeId("A", actionsAppId),
    databaseId: actionsAppId,
    name: "GitHub Actions",
    slug: "github-actions",
  },
  workflowRun: {
    id: nodeId("WFR", run.id),
    databaseId: run.id,
    event: run.event,
    runNumber: run.run_number,
    workflow: { id: nodeId("W", run.workflow.id), databaseId: run.workflow.id, name: run.workflow.name },
    createdAt: run.created_at,
    updatedAt: run.updated_at,
    url: runAddresses(here, run.id).html_url,
  },
});
