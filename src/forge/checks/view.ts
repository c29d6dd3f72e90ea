import { runAddresses } from "../actions/view.ts";
import { type ShownSuite, shownRunsOf } from "../check-runs/of-workflows.ts";
import type { CheckRun } from "../check-runs/table.ts";
import type { RepositoryContext } from "../context.ts";
import { readCommit } from "../git/commit.ts";
import { nodeId } from "../node-id.ts";
import { openPullsAt } from "../pulls/table.ts";
import { minimalPullView } from "../pulls/view.ts";
import { simpleCommitView } from "../repositories/commits/simple-view.ts";
import { encodePath } from "../repositories/commits/view.ts";
import type { Shown } from "../repositories/shown.ts";
import { repositoryView } from "../repositories/view.ts";
import { fullNameOf } from "../repository.ts";
import { type Annotation, countAnnotations } from "./annotations.ts";
import { appView } from "./app.ts";

/** GitHub's `check-run`. */
export const checkRunView = (shown: Shown, run: CheckRun) => {
  const { store, repository, urls } = shown;
  const name = fullNameOf(repository);
  const url = `${urls.repository(name)}/check-runs/${run.id}`;
  const { workflow_run_id: job } = run;
  const page =
    job === null
      ? `${urls.html}/${name}/runs/${run.id}`
      : `${runAddresses(shown, job).html_url}/job/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CR", run.id),
    name: run.name,
    head_sha: run.head_sha,
    external_id: run.external_id,
    url,
    html_url: page,
    details_url: run.details_url ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.started_at,
    completed_at: run.completed_at,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: countAnnotations(store, run.id),
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite_id },
    app: appView(shown, run.app_id),
    pull_requests: openPullsAt(store, repository.id, run.head_sha).map((pull) =>
      minimalPullView(shown, pull),
    ),
  };
};

/** GitHub's `check-suite`. */
export const checkSuiteView = async (context: RepositoryContext, suite: ShownSuite) => {
  const { store, repository, urls, git } = context;
  const url = `${urls.repository(fullNameOf(repository))}/check-suites/${suite.id}`;
  const runs = shownRunsOf(store, suite);
  const { workflowRun } = suite;
  const commit = await readCommit(git, suite.head_sha);
  const pulls = openPullsAt(store, repository.id, suite.head_sha);
  return {
    id: suite.id,
    node_id: nodeId("CS", suite.id),
    head_branch: workflowRun ? workflowRun.head_branch : (pulls[0]?.head_ref ?? null),
    head_sha: suite.head_sha,
    ...(workflowRun ? { status: workflowRun.status, conclusion: workflowRun.conclusion } : outcomeOf(runs)),
    url,
    before: commit?.parents[0] ?? null,
    after: suite.head_sha,
    pull_requests: pulls.map((pull) => minimalPullView(context, pull)),
    app: appView(context, suite.app_id),
    repository: repositoryView(context),
    created_at: suite.created_at,
    updated_at: suite.updated_at,
    head_commit: commit ? simpleCommitView(commit) : null,
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  };
};

/** A suite is completed when all its runs are, and then failed if any did. */
const outcomeOf = (runs: readonly CheckRun[]) => {
  if (runs.length === 0) return { status: "queued", conclusion: null };
  if (runs.some(({ status }) => status !== "completed")) return { status: "in_progress", conclusion: null };
  const failed = runs.find(({ conclusion }) => !["success", "neutral", "skipped"].includes(conclusion ?? ""));
  return { status: "completed", conclusion: failed ? failed.conclusion : "success" };
};

/** GitHub's `check-annotation`. */
export const annotationView = ({ repository, urls }: Shown, run: CheckRun, annotation: Annotation) => ({
  ...annotation,
  blob_href: `${urls.html}/${fullNameOf(repository)}/blob/${run.head_sha}/${encodePath(annotation.path)}`,
});
