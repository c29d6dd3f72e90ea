import type { Scenarios } from "./scenario.ts";

const nowhere = "0".repeat(40);

export const gitScenarios: Scenarios = {
  "references are made, moved and deleted": async ({ workshop, call }) => {
    const sha = await workshop.git("rev-parse", "HEAD");
    await call("git/create-ref", 201, { body: { ref: "refs/heads/a/b", sha } });
    const again = await call("git/create-ref", 422, { body: { ref: "refs/heads/a/b", sha } });
    expect(again.message).toBe("Reference already exists");
    await call("git/create-ref", 422, { body: { ref: "refs/heads/c", sha: nowhere } });
    await call("git/create-ref", 422, { body: { ref: "c", sha } });
    await call("git/get-ref", 200, { at: { ref: "heads/a/b" } });
    await call("git/get-ref", 404, { at: { ref: "heads/nowhere" } });
    expect(await call("git/list-matching-refs", 200, { at: { ref: "heads/a" } })).toHaveLength(1);
    const next = await workshop.push("main", { "a.txt": "a\n" });
    await call("git/update-ref", 200, { at: { ref: "heads/a/b" }, body: { sha: next } });
    const back = await call("git/update-ref", 422, { at: { ref: "heads/a/b" }, body: { sha } });
    expect(back.message).toBe("Update is not a fast forward");
    await call("git/update-ref", 200, { at: { ref: "heads/a/b" }, body: { sha, force: true } });
    await call("git/update-ref", 422, { at: { ref: "heads/nowhere" }, body: { sha } });
    await call("git/delete-ref", 204, { at: { ref: "heads/a/b" } });
    await call("git/delete-ref", 422, { at: { ref: "heads/a/b" } });
  },

  "objects are written and read": async ({ workshop, call }) => {
    const parent = await workshop.git("rev-parse", "HEAD");
    const blob = await call("git/create-blob", 201, { body: { content: "aGk=", encoding: "base64" } });
    expect(await call("git/get-blob", 200, { at: { file_sha: blob.sha } })).toMatchObject({ size: 2 });
    await call("git/get-blob", 404, { at: { file_sha: nowhere } });
    await call("git/create-blob", 422, { body: {} });
    const item = { path: "hi.txt", mode: "100644", type: "blob", sha: blob.sha };
    const tree = await call("git/create-tree", 201, { body: { base_tree: parent, tree: [item] } });
    expect(
      await call("git/get-tree", 200, { at: { tree_sha: tree.sha }, query: { recursive: "1" } }),
    ).toMatchObject({
      tree: [{ path: "README.md" }, { path: "hi.txt" }],
    });
    await call("git/get-tree", 404, { at: { tree_sha: nowhere } });
    await call("git/create-tree", 422, { body: { tree: [{ ...item, sha: nowhere }] } });
    const commit = await call("git/create-commit", 201, {
      body: { message: "Hi", tree: tree.sha, parents: [parent] },
    });
    await call("git/get-commit", 200, { at: { commit_sha: commit.sha } });
    await call("git/get-commit", 404, { at: { commit_sha: nowhere } });
    await call("git/create-commit", 422, { body: { message: "Hi", tree: nowhere } });
    const tag = { tag: "v1", message: "One", object: commit.sha, type: "commit" };
    const { sha } = await call("git/create-tag", 201, { body: tag });
    await call("git/get-tag", 200, { at: { tag_sha: sha } });
    await call("git/get-tag", 404, { at: { tag_sha: nowhere } });
    await call("git/create-tag", 422, { body: { ...tag, object: nowhere } });
  },

  "branches, commits and differences are read": async ({ workshop, call }) => {
    const first = await workshop.git("rev-parse", "HEAD");
    const second = await workshop.push("feature", { "a.txt": "a\n" }, "main");
    expect(await call("repos/list-branches", 200)).toHaveLength(2);
    await call("repos/get-branch", 200, { at: { branch: "feature" } });
    await call("repos/get-branch", 404, { at: { branch: "nowhere" } });
    await call("repos/get-branch-protection", 404, { as: "owner", at: { branch: "main" } });
    expect(await call("repos/list-commits", 200, { query: { sha: "feature", path: "a.txt" } })).toHaveLength(
      1,
    );
    await call("repos/list-commits", 404, { query: { sha: "nowhere" } });
    expect(await call("repos/get-commit", 200, { at: { ref: second } })).toMatchObject({
      stats: { additions: 1, deletions: 0, total: 1 },
      files: [{ filename: "a.txt" }],
    });
    await call("repos/get-commit", 422, { at: { ref: "nowhere" } });
    const basehead = `${first}...feature`;
    expect(await call("repos/compare-commits-with-basehead", 200, { at: { basehead } })).toMatchObject({
      status: "ahead",
      ahead_by: 1,
      behind_by: 0,
    });
    await call("repos/compare-commits-with-basehead", 404, { at: { basehead: "main...nowhere" } });
  },

  "branches are merged into one another": async ({ workshop, call }) => {
    await workshop.push("feature", { "README.md": "1\n" }, "main");
    await workshop.push("clash", { "README.md": "2\n" }, "main");
    await call("repos/merge", 201, { body: { base: "main", head: "feature" } });
    await call("repos/merge", 204, { body: { base: "main", head: "feature" } });
    await call("repos/merge", 409, { body: { base: "main", head: "clash" } });
    await call("repos/merge", 404, { body: { base: "main", head: "nowhere" } });
    await call("repos/merge", 422, { body: { base: "main" } });
  },

  "files are read and written": async ({ call }) => {
    const content = Buffer.from("one\ntwo\nthree\n").toString("base64");
    const file = await call("repos/get-content", 200, { at: { path: "README.md" } });
    expect(file).toMatchObject({ type: "file", encoding: "base64", content: `${content}\n` });
    expect(await call("repos/get-content", 200, { at: { path: "" }, query: { ref: "main" } })).toHaveLength(
      1,
    );
    await call("repos/get-content", 404, { at: { path: "nowhere" } });
    await call("repos/get-readme", 200);
    const at = { path: "docs/new.md" };
    const body = { message: "Write", content: Buffer.from("new\n").toString("base64") };
    const made = await call("repos/create-or-update-file-contents", 201, { at, body });
    await call("repos/create-or-update-file-contents", 422, { at, body });
    await call("repos/create-or-update-file-contents", 409, { at, body: { ...body, sha: nowhere } });
    const sha = made.content?.sha;
    await call("repos/create-or-update-file-contents", 200, { at, body: { ...body, content: "", sha } });
    await call("repos/create-or-update-file-contents", 404, { at, body: { ...body, branch: "nowhere" } });
  },
};
