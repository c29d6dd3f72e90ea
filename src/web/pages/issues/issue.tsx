import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { PageEnv } from "../../environment.ts";
import type { DataOf } from "../../forge-api.ts";
import { pathOf } from "../../layout/issue-rows.tsx";
import { Label } from "../../layout/label.tsx";
import { Person } from "../../layout/person.tsx";
import { IssueState } from "../../layout/state.tsx";
import { Time } from "../../layout/time.tsx";
import { CommentBox, Written } from "../../layout/written.tsx";

type Issue = DataOf<"GET /repos/{owner}/{repo}/issues/{issue_number}">;
type Issues = readonly Issue[];

/** An issue: what it says, what was said to it, what it belongs to and waits for. */
export const issuePage = new Hono<PageEnv>().get("/:owner/:repo/issues/:number{[0-9]+}", async (context) => {
  const { owner, repo, number } = context.req.param();
  const { api } = context.var;
  const of = { owner, repo, issue_number: Number(number) };
  const issue = await api.ask("GET /repos/{owner}/{repo}/issues/{issue_number}", of);
  if (issue.pull_request) return context.redirect(`/${owner}/${repo}/pull/${number}`);
  const [comments, parent, children, blockedBy, blocking] = await Promise.all([
    api.ask("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", { ...of, per_page: 100 }),
    api.find("GET /repos/{owner}/{repo}/issues/{issue_number}/parent", of),
    api.ask("GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues", { ...of, per_page: 100 }),
    api.ask("GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by", {
      ...of,
      per_page: 100,
    }),
    api.ask("GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocking", {
      ...of,
      per_page: 100,
    }),
  ]);
  return context.render(
    <article class="with-aside">
      <Head issue={issue} />
      <div data-live="conversation">
        <Written id={`issue-${issue.id}`} by={issue.user} at={issue.created_at} text={issue.body} />
        {comments.map((comment) => (
          <Written
            id={`issuecomment-${comment.id}`}
            by={comment.user}
            at={comment.created_at}
            text={comment.body}
          />
        ))}
      </div>
      <Aside issue={issue} parent={parent} groups={{ children, blockedBy, blocking }} />
      <CommentBox action={`/${owner}/${repo}/issues/${number}/comments`} />
    </article>,
    { title: `${issue.title} · #${number}`, repository: { owner, repo }, tab: "issues" },
  );
});

const Head: FC<{ issue: Issue }> = ({ issue }) => (
  <header class="issue-head" data-live="head">
    <h1>
      {issue.title} <span class="number">#{issue.number}</span>
    </h1>
    <p class="meta">
      <IssueState issue={issue} /> {issue.user?.login} opened this <Time at={issue.created_at} />
    </p>
  </header>
);

const Aside: FC<{
  issue: Issue;
  parent: Issue | null;
  groups: { children: Issues; blockedBy: Issues; blocking: Issues };
}> = ({ issue, parent, groups: { children, blockedBy, blocking } }) => (
  <aside data-live="aside">
    <h2>Labels</h2>
    <p class="labels">
      {issue.labels.length === 0 ? "None" : issue.labels.map((label) => <Label label={label} />)}
    </p>
    <h2>Milestone</h2>
    <p>{issue.milestone ? <a href={pathOf(issue.milestone.html_url)}>{issue.milestone.title}</a> : "None"}</p>
    <h2>Assignees</h2>
    <p>{issue.assignees?.length ? issue.assignees.map((user) => <Person user={user} />) : "Nobody"}</p>
    <Linked title="Part of" issues={parent ? [parent] : []} />
    <Linked title="Sub-issues" issues={children} />
    <Linked title="Waits for" issues={blockedBy} />
    <Linked title="Is waited for by" issues={blocking} />
  </aside>
);

const Linked: FC<{ title: string; issues: Issues }> = ({ title, issues }) =>
  issues.length === 0 ? null : (
    <>
      <h2>{title}</h2>
      <ul class="linked">
        {issues.map((issue) => (
          <li>
            <IssueState issue={issue} /> <a href={pathOf(issue.html_url)}>{issue.title}</a>
          </li>
        ))}
      </ul>
    </>
  );
