import { z } from "zod";
import { created } from "../answer.ts";
import { invalid, throwOnProblems } from "../errors.ts";
import type { GitRepository } from "../git/repository.ts";
import { editTree, moveRef, writeCommit, writeObject } from "../git/write.ts";
import { identityOf } from "../identity.ts";
import { globalOperation } from "../operation.ts";
import { tooLong } from "../text-length.ts";
import { isRepositoryName } from "./repository-store.ts";
import { findRepository, repositoryById } from "./table.ts";
import { fullRepositoryView } from "./view.ts";

export const create = globalOperation({
  id: "repos/create-for-authenticated-user",
  method: "POST",
  path: "/user/repos",
  needs: "user",
  body: z.object({
    name: z.string(),
    description: z.string().nullish(),
    homepage: z.string().nullish(),
    private: z.boolean().default(false),
    auto_init: z.boolean().default(false),
  }),
  handle: async ({ store, repositories, user, body, now, urls }) => {
    const owner = user();
    throwOnProblems(tooLong("Repository", "name", { text: body.name, limit: 100 }));
    if (!isRepositoryName(body.name)) {
      throw invalid([{ resource: "Repository", code: "invalid", field: "name" }]);
    }
    if (findRepository(store, owner.login, body.name)) {
      const message = "name already exists on this account";
      throw invalid([{ resource: "Repository", code: "custom", field: "name", message }]);
    }
    const { name, description = null } = body;
    const repository = await repositories.create({
      owner: owner.login,
      name,
      description,
      private: body.private,
    });
    if (body.auto_init) {
      const author = { ...identityOf(owner), date: now };
      await commitReadme(repositories.open(repository), { name, branch: repository.default_branch, author });
    }
    if (body.homepage) {
      const settings = JSON.stringify({ homepage: body.homepage });
      store.transaction(() =>
        store.run("update repositories set settings = ? where id = ?", settings, repository.id),
      );
    }
    const made = repositoryById(store, repository.id) ?? repository;
    const view = fullRepositoryView({ store, repository: made, urls }, "admin");
    return created(view, view.url);
  },
});

const commitReadme = async (
  git: GitRepository,
  first: { name: string; branch: string; author: Parameters<typeof writeCommit>[1]["author"] },
): Promise<void> => {
  const { author } = first;
  const blob = await writeObject(git, "blob", `# ${first.name}\n`);
  const tree = await editTree(git, null, [{ path: "README.md", mode: "100644", sha: blob }]);
  const sha = await writeCommit(git, {
    tree,
    parents: [],
    author,
    committer: author,
    message: "Initial commit",
  });
  await moveRef(git, `refs/heads/${first.branch}`, { from: null, to: sha });
};
