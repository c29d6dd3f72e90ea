import { Hono } from "hono";
import type { FC } from "hono/jsx";
import type { PageEnv } from "../environment.ts";
import type { DataOf } from "../forge-api.ts";
import { Time } from "../layout/time.tsx";

type Repositories = DataOf<"GET /user/repos">;

/** All repositories, and those of one owner. */
export const homePages = new Hono<PageEnv>()
  .get("/", async (context) => {
    const repositories = await context.var.api.ask("GET /user/repos", { per_page: 100, sort: "pushed" });
    return context.render(<RepositoryList title="Repositories" repositories={repositories} />, {
      title: "Repositories",
    });
  })
  .get("/:owner", async (context) => {
    const owner = context.req.param("owner");
    const user = await context.var.api.ask("GET /users/{username}", { username: owner });
    const all = await context.var.api.ask("GET /user/repos", { per_page: 100, sort: "pushed" });
    const repositories = all.filter((one) => one.owner.login === user.login);
    return context.render(<RepositoryList title={user.login} repositories={repositories} />, {
      title: user.login,
    });
  });

const RepositoryList: FC<{ title: string; repositories: Repositories }> = ({ title, repositories }) => (
  <section>
    <h1>{title}</h1>
    {repositories.length === 0 && <p class="none">No repository yet.</p>}
    <ul class="rows">
      {repositories.map((one) => (
        <li>
          <a class="row-title" href={`/${one.full_name}`}>
            {one.full_name}
          </a>
          <p class="meta">
            {one.description} Pushed <Time at={one.pushed_at} />
          </p>
        </li>
      ))}
    </ul>
  </section>
);
