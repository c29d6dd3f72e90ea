import type { Scenarios } from "./scenario.ts";

const title = "Add a feature";

export const forksScenarios: Scenarios = {
  "a repository is forked once by each, and the fork says what it was made of": async ({
    workshop,
    call,
  }) => {
    await workshop.push("other", { "b.txt": "b\n" }, "main");
    await workshop.git("tag", "v1");
    await workshop.git("push", "--quiet", "origin", "v1");
    const { owner, repo } = workshop;
    const fork = await call("repos/create-fork", 202, { as: "reviewer" });
    expect(fork).toMatchObject({
      full_name: `milepost-reviewer/${repo}`,
      fork: true,
      parent: { full_name: `${owner}/${repo}` },
      source: { full_name: `${owner}/${repo}` },
      permissions: { admin: true },
    });
    const at = { owner: "milepost-reviewer", repo };
    const branches = await call("repos/list-branches", 200, { at });
    expect(branches.map(({ name }) => name)).toEqual(["main", "other"]);
    await call("repos/get-commit", 200, { at: { ...at, ref: "v1" } });
    const again = await call("repos/create-fork", 202, { as: "reviewer", body: { name: "another" } });
    expect(again.id).toBe(fork.id);
    expect(await call("repos/list-forks", 200)).toMatchObject([{ id: fork.id, fork: true }]);
    await call("repos/list-forks", 200, { query: { sort: "oldest" } });
    await call("repos/list-forks", 422, { query: { sort: "best" } });
    expect(await call("repos/get", 200)).toMatchObject({ fork: false, forks_count: 1 });
    const small = await call("repos/create-fork", 202, {
      body: { name: "small", default_branch_only: true },
    });
    expect(small).toMatchObject({ full_name: "milepost-bot/small" });
    const some = await call("repos/list-branches", 200, { at: { owner: "milepost-bot", repo: "small" } });
    expect(some.map(({ name }) => name)).toEqual(["main"]);
    await call("repos/update", 422, { at, as: "reviewer", body: { private: true } });
    await call("repos/delete", 204, { at: { owner: "milepost-bot", repo: "small" } });
  },

  "what cannot be forked is refused, and an owner's own is answered with itself": async ({ world, call }) => {
    await call("repos/create-fork", 401, { as: "anonymous" });
    const body = { organization: "acme-inc" };
    expect((await call("repos/create-fork", 422, { body })).message).toContain(
      "'acme-inc' is no organization",
    );
    await call("repos/create-fork", 422, { body: { name: "no/slash" } });
    const { fullName } = await world.forge.createRepository({ owner: "milepost-bot", name: "nothing-yet" });
    const at = { owner: "milepost-bot", repo: "nothing-yet" };
    const empty = await call("repos/create-fork", 403, { as: "owner", at });
    expect(empty.message).toContain("Empty repositories cannot be forked");
    const content = Buffer.from("one\n").toString("base64");
    const file = { message: "Begin", content };
    await call("repos/create-or-update-file-contents", 201, { at: { ...at, path: "a.txt" }, body: file });
    expect(await call("repos/create-fork", 202, { at })).toMatchObject({ full_name: fullName, fork: false });
    await call("repos/update", 200, { at, body: { private: true } });
    await call("repos/create-fork", 403, { as: "owner", at });
    await call("repos/delete", 204, { at });
  },

  "a pull request from a fork is opened by whoever pushes there, and named with its owner": async ({
    workshop,
    call,
  }) => {
    await call("repos/remove-collaborator", 204, { as: "owner", at: { username: "milepost-reviewer" } });
    await call("repos/create-fork", 202, { as: "reviewer" });
    const fork = { owner: "milepost-reviewer", repo: workshop.repo };
    const content = Buffer.from("a\n").toString("base64");
    await call("repos/create-or-update-file-contents", 201, {
      as: "reviewer",
      at: { ...fork, path: "a.txt" },
      body: { message: "Add", content, branch: "main" },
    });
    const head = "milepost-reviewer:main";
    const wanted = { title, head, base: "main" };
    await call("pulls/create", 401, { as: "anonymous", body: wanted });
    await call("pulls/create", 403, { as: "reviewer", body: { title, head: "main", base: "main" } });
    await call("pulls/create", 422, { as: "reviewer", body: { ...wanted, head_repo: "elsewhere" } });
    const refused = await call("pulls/create", 422, { body: wanted });
    expect(refused.errors).toMatchObject([{ field: "fork_collab" }]);
    const pull = await call("pulls/create", 201, {
      as: "reviewer",
      body: { ...wanted, head_repo: `milepost-reviewer/${workshop.repo}` },
    });
    expect(pull).toMatchObject({
      head: { label: head, repo: { full_name: `milepost-reviewer/${workshop.repo}`, fork: true } },
      base: { label: "acme:main" },
      maintainer_can_modify: true,
      author_association: "NONE",
      additions: 1,
    });
    const again = await call("pulls/create", 422, { as: "reviewer", body: wanted });
    expect(again.errors).toMatchObject([{ message: `A pull request already exists for ${head}.` }]);
    const at = { pull_number: pull.number };
    expect(await call("pulls/list", 200, { query: { head } })).toHaveLength(1);
    expect(await call("pulls/list", 200, { query: { head: "acme:main" } })).toHaveLength(0);
    expect(await call("pulls/list-files", 200, { at })).toMatchObject([{ filename: "a.txt" }]);
    await call("pulls/update", 422, { at, body: { maintainer_can_modify: true } });
    await call("pulls/update", 200, { at, as: "reviewer", body: { maintainer_can_modify: false } });
    await workshop.push("main", { "b.txt": "b\n" });
    await call("pulls/update-branch", 403, { at });
    await call("pulls/update-branch", 202, { at, as: "reviewer" });
    expect(await call("pulls/get", 200, { at })).toMatchObject({ commits: 2, changed_files: 1 });
    await call("pulls/merge", 403, { at, as: "reviewer" });
    await call("pulls/merge", 200, { at });
  },
};
