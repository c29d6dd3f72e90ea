import type { FC } from "hono/jsx";
import { jsxRenderer, useRequestContext } from "hono/jsx-renderer";
import { asset } from "../assets.ts";
import type { PageEnv, PagePlace } from "../environment.ts";
import { RepositoryHead } from "./repository-head.tsx";

/** The frame of every page: where one is, ways to search and to the rest, what the page is for. */
export const layout = jsxRenderer(({ children, title, repository, tab, wide, plan }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{title} · Milepost</title>
      <link rel="icon" href={icon} />
      <link rel="stylesheet" href={asset("style.css").address} />
      {plan && <link rel="stylesheet" href={asset("plan.css").address} />}
      <script src={asset("live.js").address} type="module" />
      <script src={asset("drawings.js").address} type="module" />
    </head>
    <body>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <Bar repository={repository} />
      {repository && <RepositoryHead {...repository} tab={tab} />}
      <main id="content" class={wide ? "wide" : undefined}>
        <p id="connection" class="connection" role="status" />
        {children}
      </main>
    </body>
  </html>
));

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%23487' d='M7 1h2v2h4l2 2-2 2H9v8H7V7H3V3h4z'/%3E%3C/svg%3E";

const Bar: FC<{ repository: PagePlace["repository"] | undefined }> = ({ repository }) => {
  const { viewer, hasPlans } = useRequestContext<PageEnv>().var;
  return (
    <header class="bar">
      <a class="brand" href="/">
        Milepost
      </a>
      {viewer !== undefined && (
        <>
          <form action="/search" class="search">
            {repository && <input type="hidden" name="in" value={`${repository.owner}/${repository.repo}`} />}
            <input type="search" name="q" aria-label="Search issues and pull requests" placeholder="Search" />
          </form>
          {hasPlans && <a href="/-/plans">Plans</a>}
          <span class="viewer" title="Who you are here">
            {viewer}
          </span>
        </>
      )}
    </header>
  );
};
