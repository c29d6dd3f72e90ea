import type { Scenarios } from "./scenario.ts";

export const gitDataScenarios: Scenarios = {
  "refs are made, found, moved and removed": async ({ workshop, call }) => {
    const first = await workshop.git("rev-parse", "main");
    const second = await workshop.push("main", { "a.txt": "a\n" });
    const ref = "refs/heads/team/one";
    const at = { ref: "heads/team/one" };
    await call("git/create-ref", 201, { body: { ref, sha: second } });
    const again = await call("git/create-ref", 422, { body: { ref, sha: second } });
    expect(again.message).toBe("Reference already exists");
    const missing = { ref: "refs/heads/other", sha: "1".repeat(40) };
    expect((await call("git/create-ref", 422, { body: missing })).message).toBe("Object does not exist");
    await call("git/create-ref", 422, { body: { ref: "refs/heads/team", sha: second } });
    await call("git/create-ref", 422, { body: { ref: "main", sha: second } });
    await call("git/create-ref", 422, { body: { ref: "refs/pull/1/head", sha: second } });
    expect(await call("git/get-ref", 200, { at })).toMatchObject({ ref, object: { sha: second } });
    await call("git/get-ref", 404, { at: { ref: "heads/team" } });
    expect(await call("git/list-matching-refs", 200, { at: { ref: "heads/te" } })).toHaveLength(1);
    expect(await call("git/list-matching-refs", 200, { at: { ref: "heads/none" } })).toHaveLength(0);
    const back = await call("git/update-ref", 422, { at, body: { sha: first } });
    expect(back.message).toBe("Update is not a fast forward");
    await call("git/update-ref", 200, { at, body: { sha: first, force: true } });
    await call("git/update-ref", 200, { at, body: { sha: second } });
    await call("git/delete-ref", 204, { at });
    expect((await call("git/delete-ref", 422, { at })).message).toBe("Reference does not exist");
    await call("git/update-ref", 422, { at, body: { sha: first } });
    await call("git/delete-ref", 422, { at: { ref: "heads/main" } });
  },

  "blobs, trees, commits and tags are made of each other": async ({ workshop, call }) => {
    const head = await workshop.git("rev-parse", "main");
    const blob = await call("git/create-blob", 201, { body: { content: "aGV5", encoding: "base64" } });
    expect(await call("git/get-blob", 200, { at: { file_sha: blob.sha } })).toMatchObject({ size: 3 });
    await call("git/get-blob", 404, { at: { file_sha: head } });
    const file = { mode: "100644", type: "blob" };
    const entries = [
      { ...file, path: "new/hey", sha: blob.sha },
      { ...file, path: "README.md", sha: null },
      { ...file, path: "run", mode: "100755", content: "#!/bin/sh\n" },
    ];
    const tree = await call("git/create-tree", 201, { body: { base_tree: head, tree: entries } });
    const listed = await call("git/get-tree", 200, { at: { tree_sha: tree.sha }, query: { recursive: "1" } });
    expect(listed.tree.map(({ path, mode }: { path: string; mode: string }) => [path, mode])).toEqual([
      ["new", "040000"],
      ["new/hey", "100644"],
      ["run", "100755"],
    ]);
    await call("git/create-tree", 422, { body: { tree: [{ ...file, path: "../out", content: "" }] } });
    await call("git/get-tree", 404, { at: { tree_sha: "none" } });
    const author = { name: "Ada", email: "ada@example.com", date: "2024-01-02T03:04:05+02:00" };
    const commit = await call("git/create-commit", 201, {
      body: { message: "Change", tree: tree.sha, parents: [head], author },
    });
    expect(commit).toMatchObject({ author: { date: "2024-01-02T01:04:05Z" }, parents: [{ sha: head }] });
    await call("git/create-commit", 422, { body: { message: "x", tree: head } });
    await call("git/create-commit", 422, { body: { message: "x", tree: tree.sha, parents: [tree.sha] } });
    await call("git/get-commit", 200, { at: { commit_sha: commit.sha } });
    await call("git/get-commit", 404, { at: { commit_sha: tree.sha } });
    const tag = await call("git/create-tag", 201, {
      body: { tag: "v1", message: "First", object: commit.sha, type: "commit" },
    });
    await call("git/create-tag", 422, { body: { tag: "v1", message: "x", object: tree.sha, type: "commit" } });
    await call("git/get-tag", 200, { at: { tag_sha: tag.sha } });
    await call("git/get-tag", 404, { at: { tag_sha: commit.sha } });
  },
};
