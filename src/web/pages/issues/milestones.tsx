import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { PageEnv } from "../../environment.ts";
import type { DataOf } from "../../forge-api.ts";
import { IssueRows } from "../../layout/issue-rows.tsx";
import { PagesOfList, pageNumber } from "../../layout/pages-of-list.tsx";
import { State } from "../../layout/state.tsx";
import { Time } from "../../layout/time.tsx";
import { Prose } from "../../text/prose.tsx";

type Milestone = DataOf<"GET /repos/{owner}/{repo}/milestones">[number];

const size = 50;

/** The milestones of a repository, and each with its issues. */
export const milestonePages = new Hono<PageEnv>()
  .get("/:owner/:repo/milestones", async ({ req, var: { api }, render }) => {
    const { owner, repo } = req.param();
    const all = await api.ask("GET /repos/{owner}/{repo}/milestones", {
      owner,
      repo,
      state: "all",
      per_page: 100,
    });
    return render(
      <section>
        <h1>Milestones</h1>
        {all.length === 0 && <p class="none">There is none.</p>}
        <ul class="rows" data-live="milestones">
          {all.map((milestone) => (
            <li>
              <div>
                <a class="row-title" href={`/${owner}/${repo}/milestone/${milestone.number}`}>
                  {milestone.title}
                </a>
                <Progress milestone={milestone} />
              </div>
            </li>
          ))}
        </ul>
      </section>,
      { title: `Milestones · ${owner}/${repo}`, repository: { owner, repo }, tab: "milestones" },
    );
  })
  .get("/:owner/:repo/milestone/:number{[0-9]+}", async ({ req, var: { api }, render }) => {
    const { owner, repo, number } = req.param();
    const of = { owner, repo, milestone_number: Number(number) };
    const milestone = await api.ask("GET /repos/{owner}/{repo}/milestones/{milestone_number}", of);
    const page = pageNumber(req.query("page"));
    const issues = await api.list("GET /repos/{owner}/{repo}/issues", {
      ...{ owner, repo, milestone: number, state: "all", direction: "asc", per_page: size, page },
    });
    return render(
      <section>
        <header data-live="head">
          <h1>{milestone.title}</h1>
          <Progress milestone={milestone} />
        </header>
        {milestone.description && <Prose text={milestone.description} />}
        <IssueRows issues={issues.items} none="It has no issues." />
        <PagesOfList url={req.url} page={page} size={size} total={issues.total} />
      </section>,
      { title: `${milestone.title} · ${owner}/${repo}`, repository: { owner, repo }, tab: "milestones" },
    );
  });

const Progress: FC<{ milestone: Milestone }> = ({
  milestone: { state, open_issues, closed_issues, due_on },
}) => {
  const all = open_issues + closed_issues;
  return (
    <p class="meta progress">
      <State kind={state === "open" ? "open" : "merged"} text={state === "open" ? "Open" : "Closed"} />
      <progress value={closed_issues} max={Math.max(all, 1)} aria-label="Closed" /> {closed_issues} of {all}{" "}
      closed
      {due_on && (
        <>
          , due <Time at={due_on} />
        </>
      )}
    </p>
  );
};
