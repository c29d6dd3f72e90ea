import { z } from "zod";
import type { Scenarios } from "./scenario.ts";

const chain = [
  ["s1", "main"],
  ["s2", "s1"],
  ["s3", "s2"],
] as const;
const ready = (id: string) =>
  `mutation { markPullRequestReadyForReview(input: { pullRequestId: "${id}" }) { pullRequest { id } } }`;

const feature = { title: "Add a feature", head: "feature", base: "main" };

export const pullsScenarios: Scenarios = {
  "a pull request is opened, read, changed and closed": async ({ workshop, call }) => {
    await workshop.push("feature", { "a.txt": "a\n" }, "main");
    const pull = await call("pulls/create", 201, { body: { ...feature, body: "Why", draft: true } });
    const at = { pull_number: pull.number };
    expect(pull).toMatchObject({
      state: "open",
      commits: 1,
      additions: 1,
      deletions: 0,
      changed_files: 1,
      draft: true,
    });
    expect(await call("pulls/list", 200)).toHaveLength(1);
    expect(
      await call("pulls/list", 200, { query: { head: "acme:feature", base: "main", state: "all" } }),
    ).toHaveLength(1);
    expect(await call("pulls/list", 200, { query: { head: "other:feature" } })).toHaveLength(0);
    await call("pulls/list", 422, { query: { state: "merged" } });
    await call("pulls/get", 200, { at });
    await call("pulls/get", 404, { at: { pull_number: 99 } });
    const closed = await call("pulls/update", 200, {
      at,
      body: { title: "New", body: null, state: "closed" },
    });
    expect(closed).toMatchObject({ title: "New", body: null, state: "closed" });
    await call("pulls/update", 200, { at, body: { state: "open" } });
    await call("pulls/update", 422, { at, body: { base: "nowhere" } });
    await call("pulls/update", 422, { at, body: { title: "x".repeat(257) } });
  },

  "a pull request that makes no sense is refused": async ({ workshop, call }) => {
    await workshop.push("feature", { "a.txt": "a\n" }, "main");
    await call("pulls/create", 422, { body: { title: "x", head: "nowhere", base: "main" } });
    await call("pulls/create", 422, { body: { title: "x" } });
    await call("pulls/create", 422, { body: { ...feature, title: 5, body: "b".repeat(65_537) } });
    const none = await call("pulls/create", 422, { body: { ...feature, head: "main" } });
    expect(none.errors).toMatchObject([{ message: "No commits between main and main" }]);
    await call("pulls/create", 201, { body: feature });
    const again = await call("pulls/create", 422, { body: feature });
    expect(again.errors).toMatchObject([{ message: "A pull request already exists for acme:feature." }]);
    await call("pulls/create", 401, { as: "anonymous", body: feature });
  },

  "its files and commits are listed": async ({ workshop, call }) => {
    await workshop.push("feature", { "a.txt": "a\n", "README.md": "one\n2\nthree\n" }, "main");
    await workshop.push("feature", { "b/c.txt": "c\n" });
    const { number } = await call("pulls/create", 201, { body: feature });
    const files = await call("pulls/list-files", 200, { at: { pull_number: number } });
    expect(files.map(({ filename, status }) => [filename, status])).toEqual([
      ["README.md", "modified"],
      ["a.txt", "added"],
      ["b/c.txt", "added"],
    ]);
    const commits = await call("pulls/list-commits", 200, { at: { pull_number: number } });
    expect(commits).toHaveLength(2);
    const accept = "application/vnd.github.diff";
    expect(await call("pulls/get", 200, { at: { pull_number: number }, accept })).toContain(
      "diff --git a/README.md",
    );
    const patch = await call("pulls/get", 200, {
      at: { pull_number: number },
      accept: "application/vnd.github.patch",
    });
    expect(patch).toContain("Subject: [PATCH 2/2]");
  },

  "a pull request is merged once": async ({ workshop, call }) => {
    const sha = await workshop.push("feature", { "a.txt": "a\n" }, "main");
    const { number } = await call("pulls/create", 201, { body: feature });
    const at = { pull_number: number };
    await call("pulls/check-if-merged", 404, { at });
    await call("pulls/merge", 409, { at, body: { sha: "0".repeat(40) } });
    const merged = await call("pulls/merge", 200, { at, body: { sha, merge_method: "squash" } });
    expect(merged.message).toBe("Pull Request successfully merged");
    await call("pulls/merge", 405, { at });
    await call("pulls/check-if-merged", 204, { at });
    expect(await call("pulls/get", 200, { at })).toMatchObject({
      merged: true,
      merged_by: { login: "milepost-bot" },
    });
    await call("pulls/merge", 404, { at: { pull_number: 99 } });
    await call("pulls/merge", 422, { at, body: { merge_method: "octopus" } });
  },

  "a merge is asked for, and made in the background": async ({ workshop, call }) => {
    await workshop.push("feature", { "a.txt": "a\n" }, "main");
    const { number } = await call("pulls/create", 201, { body: { ...feature, draft: true } });
    const at = { pull_number: number };
    expect(await call("pulls/merge-async", 400, { at })).toMatchObject({ status: "failed" });
    await call("graphql", 200, { body: { query: ready((await call("pulls/get", 200, { at })).node_id) } });
    const asked = await call("pulls/merge-async", 202, { at, body: { merge_method: "squash" } });
    const { uuid } = z.object({ details: z.object({ uuid: z.string() }) }).parse(asked).details;
    expect(await call("pulls/get-merge-async-result", 200, { at: { ...at, uuid } })).toMatchObject({
      status: "merged",
    });
    expect(await call("pulls/merge-async", 200, { at })).toMatchObject({ status: "merged" });
    await call("pulls/get-merge-async-result", 404, { at: { ...at, uuid: "none" } });
    await call("pulls/merge-async", 422, { at, body: { merge_method: "octopus" } });
  },

  "pull requests that stand on each other are made a stack": async ({ workshop, call }) => {
    for (const [head, base] of chain) {
      await workshop.push(head, { [`${head}.txt`]: head }, base);
      await call("pulls/create", 201, { body: { title: head, head, base } });
    }
    await call("pull-request-stacks/create", 422, { body: { pull_requests: [2, 1] } });
    const stack = await call("pull-request-stacks/create", 201, { body: { pull_requests: [1, 2] } });
    const at = { stack_number: z.object({ number: z.number() }).parse(stack).number };
    await call("pull-request-stacks/create", 422, { body: { pull_requests: [1, 2] } });
    await call("pull-request-stacks/add", 200, { at, body: { pull_requests: [3] } });
    await call("pull-request-stacks/list", 200, { query: { pull_request: "2" } });
    expect(await call("pull-request-stacks/get", 200, { at })).toMatchObject({ open: true });
    expect(await call("pulls/get", 200, { at: { pull_number: 2 } })).toMatchObject({
      stack: { position: 2, size: 3, base: { ref: "main" } },
    });
    const old = await call("pulls/merge", 403, { at: { pull_number: 1 } });
    expect(old.message).toContain("part of a stack");
    await call("pulls/merge-async", 202, { at: { pull_number: 2 } });
    expect(await call("pulls/get", 200, { at: { pull_number: 1 } })).toMatchObject({ merged: true });
    expect(await call("pulls/get", 200, { at: { pull_number: 3 } })).toMatchObject({
      state: "open",
      base: { ref: "main" },
    });
    await call("pull-request-stacks/unstack", 200, { at });
    await call("pull-request-stacks/get", 404, { at: { stack_number: 9 } });
  },

  "a branch is brought up to date with its base": async ({ workshop, call }) => {
    const sha = await workshop.push("feature", { "a.txt": "a\n" }, "main");
    const { number } = await call("pulls/create", 201, { body: feature });
    const at = { pull_number: number };
    await call("pulls/update-branch", 422, { at });
    await workshop.push("main", { "b.txt": "b\n" });
    await call("pulls/update-branch", 422, { at, body: { expected_head_sha: "0".repeat(40) } });
    await call("pulls/update-branch", 202, { at, body: { expected_head_sha: sha } });
    expect((await call("pulls/get", 200, { at })).head.sha).not.toBe(sha);
  },
};
