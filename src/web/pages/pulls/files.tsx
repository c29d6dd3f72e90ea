import { Hono } from "hono";
import { FileDiff } from "../../diff/file-diff.tsx";
import { DiffHead, diffStyle, generatedBy } from "../../diff/files.tsx";
import type { PageEnv } from "../../environment.ts";
import type { DataOf, ForgeApi } from "../../forge-api.ts";
import { ofPull, PullHead, pullPage } from "./head.tsx";
import { type PullPlace, type PullRequest, pullAt, pullPlace } from "./place.ts";
import { type ShownThread, standsAt, Thread, threadsOf } from "./threads.tsx";

type Files = DataOf<"GET /repos/{owner}/{repo}/pulls/{pull_number}/files">;

/** What a pull request changes, with the threads at their lines. */
export const pullFilesPage = new Hono<PageEnv>().get(`${ofPull}/files`, async (context) => {
  const at = pullPlace(context.req.param());
  const { api } = context.var;
  const pull = await pullAt(api, at);
  const [files, threads, attributes] = await Promise.all([
    filesOf(api, at),
    threadsOf(api, at),
    attributesOf(api, at, pull),
  ]);
  const style = diffStyle(context.req.query("diff"));
  const isGenerated = generatedBy(attributes);
  return context.render(
    <section>
      <PullHead pull={pull} at={at} tab="/files" />
      <DiffHead files={files} style={style} />
      <div data-live="files">
        {files.map((file) => {
          const own = threads.filter(({ root }) => root.path === file.filename);
          return (
            <FileDiff
              file={file}
              style={style}
              isGenerated={isGenerated(file.filename)}
              about={shown(
                own.filter(({ root }) => root.line == null),
                at,
              )}
              below={({ side, line }) =>
                shown(
                  own.filter((thread) => standsAt(thread, { path: file.filename, side, line })),
                  at,
                )
              }
            />
          );
        })}
      </div>
    </section>,
    pullPage(pull, at, style === "split"),
  );
});

const shown = (threads: readonly ShownThread[], at: PullPlace) =>
  threads.length === 0 ? null : threads.map((thread) => <Thread thread={thread} at={at} />);

const filesOf = async (api: ForgeApi, { owner, repo, number: pull_number }: PullPlace): Promise<Files> => {
  const files: Files = [];
  for (let page = 1; files.length === (page - 1) * 100; page++)
    files.push(
      ...(await api.ask("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
        owner,
        repo,
        pull_number,
        per_page: 100,
        page,
      })),
    );
  return files;
};

const attributesOf = async (
  api: ForgeApi,
  { owner, repo }: PullPlace,
  pull: PullRequest,
): Promise<string> => {
  const of = { owner, repo, path: ".gitattributes", ref: pull.base.sha };
  const file = await api.find("GET /repos/{owner}/{repo}/contents/{path}", of);
  return file && "content" in file && typeof file.content === "string"
    ? Buffer.from(file.content, "base64").toString()
    : "";
};
