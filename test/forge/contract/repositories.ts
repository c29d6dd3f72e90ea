import type { Scenarios } from "./scenario.ts";

export const repositoriesScenarios: Scenarios = {
  "the forge says what it is, and who asks": async ({ call }) => {
    await call("meta/root", 200);
    await call("meta/get", 200);
    await call("rate-limit/get", 200);
    expect(await call("users/get-authenticated", 200)).toMatchObject({ login: "milepost-bot" });
    await call("users/get-authenticated", 401, { as: "anonymous" });
    await call("users/get-by-username", 200, { at: { username: "owner" } });
    await call("users/get-by-username", 404, { at: { username: "nobody" } });
  },

  "a repository is made, listed, changed and removed": async ({ call }) => {
    const body = { name: "made", description: "Why", auto_init: true };
    await call("repos/create-for-authenticated-user", 201, { body });
    await call("repos/create-for-authenticated-user", 422, { body });
    await call("repos/create-for-authenticated-user", 422, { body: { name: "a/b" } });
    await call("repos/list-for-authenticated-user", 200);
    await call("repos/list-for-user", 200, { at: { username: "milepost-bot" } });
    const at = { owner: "milepost-bot", repo: "made" };
    await call("repos/get", 200, { at });
    await call("repos/get-readme", 200, { at });
    const change = { description: null, allow_squash_merge: false, private: true };
    expect(await call("repos/update", 200, { at, body: change })).toMatchObject(change);
    await call("repos/update", 422, { at, body: { default_branch: "nowhere" } });
    await call("repos/get", 404, { at, as: "reviewer" });
    await call("repos/delete", 204, { at });
    await call("repos/get", 404, { at });
  },

  "collaborators come, are asked about, and go": async ({ call }) => {
    const at = { username: "milepost-reviewer" };
    await call("repos/list-collaborators", 200);
    await call("repos/check-collaborator", 204, { at });
    await call("repos/check-collaborator", 404, { at: { username: "nobody" } });
    const level = () => call("repos/get-collaborator-permission-level", 200, { at });
    expect(await level()).toMatchObject({ permission: "write", role_name: "write" });
    await call("repos/add-collaborator", 204, { as: "owner", at, body: { permission: "triage" } });
    expect(await level()).toMatchObject({ permission: "read", role_name: "triage" });
    await call("repos/remove-collaborator", 204, { as: "owner", at });
    expect(await level()).toMatchObject({ permission: "read", role_name: "read" });
    await call("repos/get-collaborator-permission-level", 404, { at: { username: "nobody" } });
  },

  "branches are listed, read and merged": async ({ workshop, call }) => {
    await workshop.push("topic", { "a.txt": "a\n" }, "main");
    await workshop.push("clash", { "README.md": "theirs\n" }, "main");
    await workshop.push("main", { "README.md": "ours\n" });
    expect(await call("repos/list-branches", 200)).toHaveLength(3);
    await call("repos/get-branch", 200, { at: { branch: "main" } });
    await call("repos/get-branch", 404, { at: { branch: "none" } });
    await call("repos/get-branch-protection", 404, { as: "owner", at: { branch: "main" } });
    const merged = await call("repos/merge", 201, { body: { base: "main", head: "topic" } });
    expect(merged.parents).toHaveLength(2);
    await call("repos/merge", 204, { body: { base: "main", head: "topic" } });
    await call("repos/merge", 409, { body: { base: "main", head: "clash" } });
    await call("repos/merge", 404, { body: { base: "main", head: "none" } });
    await call("repos/merge", 404, { body: { base: "none", head: "topic" } });
  },

  "commits are listed, read and compared": async ({ workshop, call }) => {
    const sha = await workshop.push("topic", { "a.txt": "a\n", "README.md": null }, "main");
    await workshop.push("main", { "b.txt": "b\n" });
    expect(await call("repos/list-commits", 200)).toHaveLength(2);
    expect(await call("repos/list-commits", 200, { query: { sha: "topic", path: "a.txt" } })).toHaveLength(1);
    await call("repos/list-commits", 404, { query: { sha: "none" } });
    const commit = await call("repos/get-commit", 200, { at: { ref: "topic" } });
    expect(commit).toMatchObject({ sha, stats: { additions: 1, deletions: 3, total: 4 } });
    expect(commit.files.map(({ status }: { status: string }) => status)).toEqual(["removed", "added"]);
    await call("repos/get-commit", 422, { at: { ref: "none" } });
    const accept = "application/vnd.github.diff";
    expect(await call("repos/get-commit", 200, { at: { ref: sha }, accept })).toContain("+++ b/a.txt");
    const compared = await call("repos/compare-commits-with-basehead", 200, {
      at: { basehead: "main...topic" },
    });
    expect(compared).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1, total_commits: 1 });
    await call("repos/compare-commits-with-basehead", 404, { at: { basehead: "main...none" } });
  },

  "files are read and written as commits": async ({ workshop, call }) => {
    await workshop.push("main", { "docs/guide/one.md": "one\n" });
    const file = await call("repos/get-content", 200, { at: { path: "README.md" } });
    expect(Buffer.from(file.content, "base64").toString()).toBe("one\ntwo\nthree\n");
    const names = async (path: string) =>
      (await call("repos/get-content", 200, { at: { path } })).map(({ name }: { name: string }) => name);
    expect(await names("")).toEqual(["README.md", "docs"]);
    expect(await names("docs/guide")).toEqual(["one.md"]);
    await call("repos/get-content", 404, { at: { path: "none.md" } });
    await call("repos/get-readme", 200);
    const at = { path: "docs/guide/two.md" };
    const content = Buffer.from("two\n").toString("base64");
    const write = (status: number, more = {}) =>
      call("repos/create-or-update-file-contents", status, { at, body: { message: "Write", content, ...more } });
    const written = await write(201);
    await write(422);
    await write(200, { sha: written.content.sha });
    await write(404, { branch: "none" });
    expect(await names("docs/guide")).toEqual(["one.md", "two.md"]);
  },
};
