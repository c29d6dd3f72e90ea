import { Hono } from "hono";
import type { PageEnv } from "../../environment.ts";
import { pathOf } from "../../layout/issue-rows.tsx";
import { Prose } from "../../text/prose.tsx";
import { inAddress } from "../code/place.ts";
import { RunState } from "./runs.tsx";

/** What a check says of a commit, and of which lines. */
export const checkRunPage = new Hono<PageEnv>().get(
  "/:owner/:repo/runs/:id{[0-9]+}",
  async ({ req, var: { api }, render }) => {
    const { owner, repo, id } = req.param();
    const of = { owner, repo, check_run_id: Number(id) };
    const run = await api.ask("GET /repos/{owner}/{repo}/check-runs/{check_run_id}", of);
    const notes = await api.ask("GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations", {
      ...of,
      per_page: 100,
    });
    return render(
      <section>
        <header data-live="head">
          <h1>{run.name}</h1>
          <p class="meta">
            <RunState of={run} /> by {run.app?.name}, at{" "}
            <a class="mono" href={`/${owner}/${repo}/commit/${run.head_sha}`}>
              {run.head_sha.slice(0, 10)}
            </a>
            {run.pull_requests.map(({ number }) => (
              <>
                {" · "}
                <a href={`/${owner}/${repo}/pull/${number}`}>#{number}</a>
              </>
            ))}
          </p>
        </header>
        <div data-live="output">
          {run.output.title && <h2>{run.output.title}</h2>}
          {run.output.summary && <Prose text={run.output.summary} />}
          {run.output.text && <Prose text={run.output.text} />}
          {notes.length > 0 && (
            <ul class="rows">
              {notes.map(({ path, start_line, annotation_level, title, message, blob_href }) => (
                <li>
                  <div>
                    <a
                      class="mono"
                      href={blob_href ? `${pathOf(blob_href)}#L${start_line}` : `#${inAddress(path)}`}
                    >
                      {path}:{start_line}
                    </a>{" "}
                    <b>{title}</b> <span class="meta">{annotation_level}</span>
                    <pre class="message">{message}</pre>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </div>
      </section>,
      { title: `${run.name} · ${owner}/${repo}`, repository: { owner, repo }, tab: "runs" },
    );
  },
);
