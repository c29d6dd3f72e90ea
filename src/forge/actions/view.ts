import { suiteOfRun } from "../check-runs/of-workflows.ts";
import type { RepositoryContext } from "../context.ts";
import { readCommit } from "../git/commit.ts";
import { nodeId } from "../node-id.ts";
import { openPullsAt } from "../pulls/table.ts";
import { minimalPullView } from "../pulls/view.ts";
import { simpleCommitView } from "../repositories/commits/simple-view.ts";
import type { Shown } from "../repositories/shown.ts";
import { repositoryById } from "../repositories/table.ts";
import { repositoryView } from "../repositories/view.ts";
import { fullNameOf } from "../repository.ts";
import { personView } from "../user-view.ts";
import type { WorkflowRun } from "../workflow-run.ts";
import type { WorkflowJob } from "../workflow-runs/jobs.ts";
import { isOfFork } from "../workflow-runs/runs.ts";
import { disabledBy } from "./disabled.ts";
import type { Workflow } from "./workflows.ts";

const workflowStates = { nobody: "active", person: "disabled_manually", fork: "disabled_fork" } as const;

/** GitHub's `workflow`. */
export const workflowView = ({ store, repository, urls }: Shown, workflow: Workflow) => {
  const name = fullNameOf(repository);
  const page = `${urls.html}/${name}`;
  return {
    id: workflow.id,
    node_id: nodeId("W", workflow.id),
    name: workflow.name,
    path: workflow.path,
    state: workflowStates[disabledBy(store, repository, workflow) ?? "nobody"],
    created_at: repository.created_at,
    updated_at: repository.pushed_at,
    url: workflowUrl({ repository, urls }, workflow.id),
    html_url: `${page}/blob/${repository.default_branch}/${workflow.path}`,
    badge_url: `${page}/workflows/${encodeURIComponent(workflow.name)}/badge.svg`,
  };
};

const workflowUrl = ({ repository, urls }: Omit<Shown, "store">, id: number): string =>
  `${urls.repository(fullNameOf(repository))}/actions/workflows/${id}`;

/** The two addresses of a run: for programs and for people. */
export const runAddresses = ({ repository, urls }: Omit<Shown, "store">, runId: number) => {
  const name = fullNameOf(repository);
  return {
    url: `${urls.repository(name)}/actions/runs/${runId}`,
    html_url: `${urls.html}/${name}/actions/runs/${runId}`,
  };
};

/** GitHub's `workflow-run`. */
export const runView = async (context: RepositoryContext, run: WorkflowRun) => {
  const { store, repository, git } = context;
  const addresses = runAddresses(context, run.id);
  const commit = await readCommit(git, run.head_sha);
  const actor = personView(context, run.actor_id);
  const triggering_actor = personView(context, run.triggering_actor_id ?? run.actor_id);
  const repositoryAnswer = repositoryView(context);
  return {
    ...addresses,
    ...addressesBelow(addresses.url),
    id: run.id,
    node_id: nodeId("WFR", run.id),
    name: run.name,
    display_title: run.display_title,
    path: run.path,
    workflow_id: run.workflow_id,
    check_suite_id: suiteOfRun(run.id),
    check_suite_node_id: nodeId("CS", suiteOfRun(run.id)),
    check_suite_url: `${repositoryAnswer.url}/check-suites/${suiteOfRun(run.id)}`,
    workflow_url: workflowUrl(context, run.workflow_id),
    run_number: run.run_number,
    run_attempt: run.attempt,
    previous_attempt_url: run.attempt === 1 ? null : `${addresses.url}/attempts/${run.attempt - 1}`,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    head_branch: run.head_branch,
    head_sha: run.head_sha,
    head_commit: commit ? simpleCommitView(commit) : null,
    // Of a fork's pull request GitHub names none.
    pull_requests: isOfFork(run)
      ? []
      : openPullsAt(store, repository.id, run.head_sha).map((pull) => minimalPullView(context, pull)),
    ...(actor && triggering_actor ? { actor, triggering_actor } : {}),
    run_started_at: run.started_at ?? run.created_at,
    created_at: run.created_at,
    updated_at: run.updated_at,
    repository: repositoryAnswer,
    head_repository: isOfFork(run) ? forkView(context, run) : repositoryAnswer,
    referenced_workflows: [],
  };
};

/** The fork whose pull request is run; `null` when it is gone. */
const forkView = ({ store, urls }: RepositoryContext, { head_repository_id: id }: WorkflowRun) => {
  const repository = id === null ? undefined : repositoryById(store, id);
  return repository ? repositoryView({ store, repository, urls }) : null;
};

/** GitHub's `job`. */
export const jobView = (shown: Shown, run: WorkflowRun, job: WorkflowJob) => {
  const addresses = runAddresses(shown, run.id);
  const url = shown.urls.repository(fullNameOf(shown.repository));
  return {
    id: job.id,
    node_id: nodeId("CR", job.id),
    run_id: run.id,
    run_url: addresses.url,
    run_attempt: job.attempt,
    url: `${url}/actions/jobs/${job.id}`,
    html_url: `${addresses.html_url}/job/${job.id}`,
    check_run_url: `${url}/check-runs/${job.id}`,
    name: job.name,
    workflow_name: job.workflow_name,
    head_sha: run.head_sha,
    head_branch: run.head_branch,
    status: job.status,
    conclusion: job.conclusion,
    created_at: job.created_at,
    started_at: job.started_at ?? job.created_at,
    completed_at: job.completed_at,
    steps: job.steps,
    labels: job.labels,
    runner_id: job.started_at === null ? null : 1,
    runner_name: job.started_at === null ? null : "this machine",
    runner_group_id: job.started_at === null ? null : 1,
    runner_group_name: job.started_at === null ? null : "Default",
  };
};

const addressesBelow = (run: string) => ({
  jobs_url: `${run}/jobs`,
  logs_url: `${run}/logs`,
  artifacts_url: `${run}/artifacts`,
  cancel_url: `${run}/cancel`,
  rerun_url: `${run}/rerun`,
});
