import { Hono } from "hono";
import type { PageEnv } from "../../environment.ts";
import { Prose } from "../../text/prose.tsx";
import { Crumbs, Files } from "./files.tsx";
import { inAddress, orNothing, placeIn } from "./place.ts";

/** A repository's home: the files of its default branch, and what its README says. */
export const repositoryPage = new Hono<PageEnv>().get(
  "/:owner/:repo",
  async ({ req, var: { api, forgeUrl }, render }) => {
    const { owner, repo } = req.param();
    const {
      default_branch: ref,
      description,
      full_name,
    } = await api.ask("GET /repos/{owner}/{repo}", { owner, repo });
    const entries = await orNothing(
      api.ask("GET /repos/{owner}/{repo}/contents/{path}", { owner, repo, path: "" }),
    );
    const readme = await orNothing(api.ask("GET /repos/{owner}/{repo}/readme", { owner, repo }));
    const place = { owner, repo, ref, path: "" };
    return render(
      <section>
        <h1 class="hidden">{full_name}</h1>
        {description && <p>{description}</p>}
        {Array.isArray(entries) && entries.length > 0 ? (
          <>
            <Crumbs place={place} />
            <Files entries={entries} place={place} />
          </>
        ) : (
          <p class="none">Nothing was pushed yet.</p>
        )}
        <p class="meta">
          Clone it:{" "}
          <code>
            git clone {forgeUrl}/{full_name}.git
          </code>
        </p>
        {readme && (
          <Prose
            text={Buffer.from(readme.content, "base64").toString()}
            folder={`/${owner}/${repo}/blob/${inAddress(ref)}/`}
          />
        )}
      </section>,
      { title: `${owner}/${repo}`, repository: { owner, repo }, tab: "code" },
    );
  },
);

/** A folder. */
export const treePage = new Hono<PageEnv>().get("/:owner/:repo/tree/:rest{.+}", async (context) => {
  const { owner, repo, rest } = context.req.param();
  const { place, content } = await placeIn(context.var.api, { owner, repo, rest: rest.replace(/\/+$/, "") });
  if (!Array.isArray(content)) return context.redirect(context.req.path.replace("/tree/", "/blob/"));
  return context.render(
    <section>
      <h1 class="hidden">Files</h1>
      <Crumbs place={place} />
      <Files entries={content} place={place} />
    </section>,
    { title: `${place.path || place.ref} · ${owner}/${repo}`, repository: { owner, repo }, tab: "code" },
  );
});
