import { runAddresses } from "../../actions/view.ts";
import type { CheckRun } from "../../check-runs/table.ts";
import { checkRunView } from "../../checks/view.ts";
import type { RepositoryContext } from "../../context.ts";
import { fromNodeId, nodeId } from "../../node-id.ts";
import { findPull, pullById } from "../../pulls/table.ts";
import { rulesOn } from "../../rules/active.ts";
import { requiredChecks } from "../../rules/required-checks.ts";
import type { StatusContext } from "../../statuses/table.ts";
import type { JobOfRun } from "../../workflow-runs/jobs.ts";
import { actorOf } from "../users/node.ts";
import { programSuite, workflowSuite } from "./suites.ts";

/** Whether the base of a pull request that is named requires a check of that name. */
const requiredFor =
  (here: RepositoryContext, name: string) =>
  ({ pullRequestId, pullRequestNumber }: { pullRequestId?: string; pullRequestNumber?: number }): boolean => {
    const pull = pullRequestId
      ? pullById(here.store, fromNodeId("PR", pullRequestId) ?? 0)
      : findPull(here.store, here.repository.id, pullRequestNumber ?? 0);
    if (!pull || pull.repository_id !== here.repository.id) return false;
    const rules = rulesOn(here, `refs/heads/${pull.base_ref}`);
    return requiredChecks(rules).some(({ context }) => context === name);
  };

/** GitHub's `CheckRun`, of one that a program made. */
export const checkRunNode = (here: RepositoryContext, run: CheckRun) => {
  const { html_url, details_url } = checkRunView(here, run);
  return {
    __typename: "CheckRun",
    isRequired: requiredFor(here, run.name),
    id: nodeId("CR", run.id),
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    startedAt: run.started_at,
    completedAt: run.completed_at,
    detailsUrl: details_url,
    url: html_url,
    title: run.title,
    summary: run.summary,
    text: run.text,
    checkSuite: programSuite(here, { id: run.suite_id, appId: run.app_id }),
  };
};

/** GitHub's `CheckRun` of a workflow's job. */
export const jobNode = (here: RepositoryContext, job: JobOfRun) => {
  const run = runAddresses(here, job.run_id).html_url;
  const url = `${run}/job/${job.id}`;
  return {
    __typename: "CheckRun",
    isRequired: requiredFor(here, job.name),
    id: nodeId("CR", job.id),
    databaseId: job.id,
    name: job.name,
    status: job.status.toUpperCase(),
    conclusion: job.conclusion?.toUpperCase() ?? null,
    startedAt: job.started_at,
    completedAt: job.completed_at,
    detailsUrl: url,
    url,
    title: null,
    summary: null,
    text: null,
    checkSuite: workflowSuite(here, {
      id: job.run_id,
      event: job.event,
      run_number: job.run_number,
      workflow: { id: job.workflow_id, name: job.workflow_name },
      created_at: job.created_at,
      updated_at: job.completed_at ?? job.started_at ?? job.created_at,
    }),
  };
};

/** GitHub's `StatusContext`. */
export const statusNode = (here: RepositoryContext, status: StatusContext) => ({
  __typename: "StatusContext",
  isRequired: requiredFor(here, status.context),
  id: nodeId("SC", status.id),
  context: status.context,
  state: status.state.toUpperCase(),
  description: status.description,
  targetUrl: status.target_url,
  createdAt: status.created_at,
  creator: () => actorOf(here, status.creator_id),
});
