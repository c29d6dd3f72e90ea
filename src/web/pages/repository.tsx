import { Hono } from "hono";
import type { FC } from "hono/jsx";
import { HttpError } from "../../forge/errors.ts";
import type { PageEnv } from "../environment.ts";
import type { DataOf } from "../forge-api.ts";
import { Prose } from "../text/prose.tsx";

type Entries = Extract<DataOf<"GET /repos/{owner}/{repo}/contents/{path}">, readonly unknown[]>;

/** A repository's home: the files of its default branch, and what its README says. */
export const repositoryPage = new Hono<PageEnv>().get(
  "/:owner/:repo",
  async ({ req, var: { api }, render }) => {
    const { owner, repo } = req.param();
    const { default_branch: branch, description } = await api.ask("GET /repos/{owner}/{repo}", {
      owner,
      repo,
    });
    const entries = await orNothing(
      api.ask("GET /repos/{owner}/{repo}/contents/{path}", { owner, repo, path: "" }),
    );
    const readme = await api.find("GET /repos/{owner}/{repo}/readme", { owner, repo });
    return render(
      <section>
        {description && <p>{description}</p>}
        {Array.isArray(entries) ? (
          <Files entries={entries} base={`/${owner}/${repo}`} branch={branch} />
        ) : (
          <p class="none">Nothing was pushed yet.</p>
        )}
        {readme && <Prose text={Buffer.from(readme.content, "base64").toString()} />}
      </section>,
      { title: `${owner}/${repo}`, repository: { owner, repo }, tab: "code" },
    );
  },
);

/** What an empty repository refuses. */
const orNothing = <Data,>(asked: Promise<Data>): Promise<Data | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof HttpError && [404, 409].includes(error.status)) return null;
    throw error;
  });

const Files: FC<{ entries: Entries; base: string; branch: string }> = ({ entries, base, branch }) => (
  <ul class="files" aria-label={`Files of ${branch}`}>
    {entries
      .toSorted((left, right) => Number(right.type === "dir") - Number(left.type === "dir"))
      .map(({ name, path, type }) => (
        <li class={type}>
          <a href={`${base}/${type === "dir" ? "tree" : "blob"}/${pathIn(branch)}/${pathIn(path)}`}>{name}</a>
        </li>
      ))}
  </ul>
);

const pathIn = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
