import { Hono } from "hono";
import type { PageEnv } from "../environment.ts";
import { IssueRows } from "../layout/issue-rows.tsx";
import { PagesOfList, pageNumber } from "../layout/pages-of-list.tsx";

const size = 50;

/** What was found among issues and pull requests, by the words and qualifiers that GitHub knows. */
export const searchPage = new Hono<PageEnv>().get("/search", async ({ req, var: { api }, render }) => {
  const query = req.query("q") ?? "";
  const within = req.query("in") ?? "";
  const page = pageNumber(req.query("page"));
  const q = within === "" ? query : `repo:${within} ${query}`;
  const found =
    query.trim() === ""
      ? { items: [], total_count: 0 }
      : await api.ask("GET /search/issues", { q, per_page: size, page });
  const [owner, repo] = within.split("/");
  return render(
    <section>
      <h1>{query === "" ? "Search" : `${found.total_count} found for “${query}”`}</h1>
      <form action="/search" class="filter">
        <input type="search" name="q" value={query} aria-label="Words and qualifiers" />
        {within !== "" && (
          <label>
            <input type="checkbox" name="in" value={within} checked /> In {within}
          </label>
        )}
        <button type="submit">Search</button>
      </form>
      <IssueRows
        issues={found.items}
        none={query === "" ? "Words, and qualifiers such as is:open or label:bug." : "Nothing matches."}
      />
      <PagesOfList url={req.url} page={page} size={size} total={found.total_count} />
    </section>,
    { title: "Search", ...(owner && repo ? { repository: { owner, repo } } : {}) },
  );
});
