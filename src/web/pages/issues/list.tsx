import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { PageEnv } from "../../environment.ts";
import { IssueRows } from "../../layout/issue-rows.tsx";
import { PagesOfList, pageNumber } from "../../layout/pages-of-list.tsx";

const size = 50;

const kinds = [
  { path: "/:owner/:repo/issues", kind: "issue", tab: "issues", title: "Issues" },
  { path: "/:owner/:repo/pulls", kind: "pr", tab: "pulls", title: "Pull requests" },
] as const;

/** A repository's issues, and its pull requests: a search, which can be changed. */
export const issuesPage = new Hono<PageEnv>();

for (const { path, kind, tab, title } of kinds) {
  issuesPage.get(path, async ({ req, var: { api }, render }) => {
    const { owner, repo } = req.param();
    const query = req.query("q") ?? `is:${kind} is:open`;
    const page = pageNumber(req.query("page"));
    const q = `repo:${owner}/${repo} ${query}`;
    const found = await api.ask("GET /search/issues", { q, per_page: size, page });
    return render(
      <section>
        <h1>{title}</h1>
        <Filter query={query} kind={kind} />
        <p class="meta" data-live="count">
          {found.total_count} found
        </p>
        <IssueRows issues={found.items} none="Nothing matches." />
        <PagesOfList url={req.url} page={page} size={size} total={found.total_count} />
      </section>,
      { title: `${title} · ${owner}/${repo}`, repository: { owner, repo }, tab },
    );
  });
}

const Filter: FC<{ query: string; kind: "issue" | "pr" }> = ({ query, kind }) => (
  <form class="filter">
    <input type="search" name="q" value={query} aria-label="Filter" />
    <button type="submit">Filter</button>
    <span class="filter-states">
      {["open", "closed"].map((state) => {
        const other = `is:${kind} is:${state}`;
        return (
          <a href={`?q=${encodeURIComponent(other)}`} aria-current={other === query ? "true" : undefined}>
            {state === "open" ? "Open" : "Closed"}
          </a>
        );
      })}
    </span>
  </form>
);
