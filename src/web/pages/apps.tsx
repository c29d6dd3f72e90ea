import { Hono } from "hono";
import type { PageEnv } from "../environment.ts";
import { Notice } from "../layout/notice.tsx";
import { asFile } from "./code/file.tsx";

/** An App, by the user that it acts as; and the badge of a workflow. */
export const appPages = new Hono<PageEnv>()
  .get("/apps/:slug", async ({ req, var: { api }, render }) => {
    const slug = req.param("slug");
    const bot =
      (await api.find("GET /users/{username}", { username: slug })) ??
      (await api.ask("GET /users/{username}", { username: `${slug}[bot]` }));
    return render(<Notice title={slug} text={`An App of this forge. It acts as ${bot.login}.`} />, {
      title: slug,
    });
  })
  .get("/settings/installations/:id{[0-9]+}", ({ render }) =>
    render(
      <Notice
        title="Installation of an App"
        text="This forge is given its Apps when it starts. Each is installed where its bot is a collaborator."
      />,
      { title: "Installation" },
    ),
  )
  .get("/:owner/:repo/workflows/:name/badge.svg", async (context) => {
    const { owner, repo, name } = context.req.param();
    const { api } = context.var;
    const { workflows } = await api.ask("GET /repos/{owner}/{repo}/actions/workflows", {
      owner,
      repo,
      per_page: 100,
    });
    const id = workflows.find((one) => one.name === name)?.id;
    if (id === undefined) return context.notFound();
    const of = { owner, repo, workflow_id: id, per_page: 1 };
    const { workflow_runs } = await api.ask(
      "GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
      of,
    );
    return asFile(
      context,
      String(<Badge text={workflow_runs[0]?.conclusion ?? workflow_runs[0]?.status ?? "no run"} />),
      "image/svg+xml",
    );
  });

const Badge = ({ text }: { text: string }) => (
  <svg xmlns="http://www.w3.org/2000/svg" width="120" height="20" role="img" aria-label={text}>
    <rect
      width="120"
      height="20"
      rx="3"
      fill={text === "success" ? "#1c7440" : text === "failure" ? "#b3362b" : "#57616b"}
    />
    <text x="60" y="14" text-anchor="middle" font-family="sans-serif" font-size="11" fill="#fff">
      {text}
    </text>
  </svg>
);
