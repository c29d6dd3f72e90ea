import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { PageEnv } from "../../environment.ts";
import type { DataOf } from "../../forge-api.ts";
import { PagesOfList, pageNumber } from "../../layout/pages-of-list.tsx";
import { State } from "../../layout/state.tsx";
import { Time } from "../../layout/time.tsx";
import { lookOf } from "../pulls/checks.tsx";

type Run = DataOf<"GET /repos/{owner}/{repo}/actions/runs/{run_id}">;

const size = 50;

/** The runs of a repository's workflows, and each with its jobs. */
export const runPages = new Hono<PageEnv>()
  .get("/:owner/:repo/actions", async ({ req, var: { api }, render }) => {
    const { owner, repo } = req.param();
    const page = pageNumber(req.query("page"));
    const of = { owner, repo, per_page: size, page };
    const { workflow_runs: runs, total_count } = await api.ask("GET /repos/{owner}/{repo}/actions/runs", of);
    return render(
      <section>
        <h1>Runs</h1>
        <RunRows runs={runs} base={`/${owner}/${repo}/actions/runs`} />
        <PagesOfList url={req.url} page={page} size={size} total={total_count} />
      </section>,
      { title: `Runs · ${owner}/${repo}`, repository: { owner, repo }, tab: "runs" },
    );
  })
  .get("/:owner/:repo/actions/runs/:run{[0-9]+}", async ({ req, var: { api }, render }) => {
    const { owner, repo, run: id } = req.param();
    const of = { owner, repo, run_id: Number(id) };
    const run = await api.ask("GET /repos/{owner}/{repo}/actions/runs/{run_id}", of);
    const { jobs } = await api.ask("GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs", {
      ...of,
      per_page: 100,
    });
    const base = `/${owner}/${repo}/actions/runs/${id}`;
    return render(
      <section>
        <RunHead run={run} owner={owner} repo={repo} />
        <ul class="rows" data-live="jobs">
          {jobs.map((job) => (
            <li>
              <RunState of={job} />
              <div>
                <a class="row-title" href={`${base}/job/${job.id}`}>
                  {job.name}
                </a>
                <p class="meta">
                  Began <Time at={job.started_at} />
                  {job.completed_at && (
                    <>
                      , ended <Time at={job.completed_at} />
                    </>
                  )}
                </p>
              </div>
            </li>
          ))}
        </ul>
        {jobs.length === 0 && <p class="none">It has no job yet.</p>}
      </section>,
      { title: `${run.display_title} · run ${run.run_number}`, repository: { owner, repo }, tab: "runs" },
    );
  });

const RunRows: FC<{ runs: readonly Run[]; base: string }> = ({ runs, base }) =>
  runs.length === 0 ? (
    <p class="none">No workflow has run.</p>
  ) : (
    <ul class="rows" data-live="runs">
      {runs.map((run) => (
        <li>
          <RunState of={run} />
          <div>
            <a class="row-title" href={`${base}/${run.id}`}>
              {run.display_title}
            </a>
            <p class="meta">
              {run.name} #{run.run_number}, {run.event} on {run.head_branch}, <Time at={run.created_at} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );

/** How a run, a job or a step stands. */
export const RunState: FC<{ of: { readonly status: string | null; readonly conclusion: string | null } }> = ({
  of,
}) => {
  const { kind, word } = lookOf(of.conclusion ?? of.status ?? "queued");
  return <State kind={kind} text={word} />;
};

const RunHead: FC<{ run: Run; owner: string; repo: string }> = ({ run, owner, repo }) => (
  <header data-live="head">
    <h1>
      {run.display_title}{" "}
      <span class="number">
        {run.name} #{run.run_number}
      </span>
    </h1>
    <p class="meta">
      <RunState of={run} /> {run.event} by {run.actor?.login} on {run.head_branch}, at{" "}
      <a class="mono" href={`/${owner}/${repo}/commit/${run.head_sha}`}>
        {run.head_sha.slice(0, 10)}
      </a>
      , <Time at={run.created_at} />
    </p>
  </header>
);
