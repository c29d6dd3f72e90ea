import { z } from "zod";
import { type Answer, ok, text } from "../../answer.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { notFound } from "../../errors.ts";
import { operation } from "../../operation.ts";
import { createOrUpdate } from "./put.ts";
import { entriesIn, entryAt, entryView, fileContentView, type ShownAtRef, type TreeEntry } from "./view.ts";

const contentQuery = z.object({ ref: z.string().optional() });

const get = operation({
  id: "repos/get-content",
  method: "GET",
  path: "/repos/{owner}/{repo}/contents/{path}",
  needs: "read",
  query: contentQuery,
  handle: async (context) => {
    const { commit, place } = await placeOf(context);
    const path = context.params.path.replace(/^\/+|\/+$/g, "");
    const entry = path === "" ? null : await entryAt(context.git, commit, path);
    if (entry && entry.type !== "tree") return showFile(context, place, entry);
    if (path !== "" && !entry) throw notFound();
    const entries = await entriesIn(context.git, commit, path);
    return ok(entries.map((item) => entryView(place, item)));
  },
});

const getReadme = operation({
  id: "repos/get-readme",
  method: "GET",
  path: "/repos/{owner}/{repo}/readme",
  needs: "read",
  query: contentQuery,
  handle: async (context) => {
    const { commit, place } = await placeOf(context);
    const entries = await entriesIn(context.git, commit, "");
    const readme = entries.find(({ path, type }) => type === "blob" && /^readme(\.\w+)?$/i.test(path));
    if (!readme) throw notFound();
    return showFile(context, place, readme);
  },
});

const placeOf = async ({
  git,
  repository,
  query,
  urls,
}: RepositoryContext<unknown, unknown, z.output<typeof contentQuery>>): Promise<{
  commit: string;
  place: ShownAtRef;
}> => {
  const ref = query.ref ?? repository.default_branch;
  const commit = await git.resolveCommit(ref);
  if (commit === null) {
    throw notFound(
      query.ref === undefined ? "This repository is empty." : `No commit found for the ref ${ref}`,
    );
  }
  return { commit, place: { repository, urls, ref } };
};

const showFile = async (
  { git, accept }: Pick<RepositoryContext, "git" | "accept">,
  place: ShownAtRef,
  entry: TreeEntry,
): Promise<Answer> => {
  if (entry.type === "commit") return ok({ ...entryView(place, entry), submodule_git_url: null });
  const object = await git.readObject(entry.sha);
  if (!object) throw notFound();
  if (accept.includes("raw"))
    return text("application/vnd.github.raw; charset=utf-8", new Uint8Array(object.content));
  if (entry.mode === "120000") return ok({ ...entryView(place, entry), target: object.content.toString() });
  return ok(fileContentView(place, entry, object.content));
};

export const contentsOperations: readonly Operation[] = [get, getReadme, createOrUpdate];
