import { issueLinksScenarios } from "./issue-links.ts";
import type { Scenarios } from "./scenario.ts";

export const issuesScenarios: Scenarios = {
  "an issue is opened, read, changed and listed": async ({ call }) => {
    const { number } = await call("issues/create-milestone", 201, { body: { title: "Plan" } });
    const body = { title: "One", body: "Why", labels: ["a", { name: "b" }], assignees: ["owner"] };
    const issue = await call("issues/create", 201, { body });
    const at = { issue_number: issue.number };
    expect(issue).toMatchObject({ labels: [{ name: "a" }, { name: "b" }], assignee: { login: "owner" } });
    await call("issues/create", 422, { body: { title: "x", milestone: 99 } });
    await call("issues/create", 422, { body: {} });
    await call("issues/get", 200, { at });
    await call("issues/get", 404, { at: { issue_number: 99 } });
    const change = { state: "closed", state_reason: "not_planned", milestone: number, labels: ["c"] };
    const closed = await call("issues/update", 200, { at, body: change });
    expect(closed).toMatchObject({ state: "closed", milestone: { closed_issues: 1 }, title: "One" });
    expect(await call("issues/update", 200, { at, body: { state: "open" } })).toMatchObject({
      state_reason: "reopened",
      closed_at: null,
    });
    await call("issues/update", 422, { at, body: { state: "gone" } });
  },

  "issues are found by state, labels, milestone, people and time": async ({ call }) => {
    await call("issues/create-milestone", 201, { body: { title: "Plan" } });
    await call("issues/create", 201, { body: { title: "1", labels: ["a", "b"], milestone: 1 } });
    await call("issues/create", 201, { body: { title: "2", labels: ["a"], assignees: ["owner"] } });
    await call("issues/create", 201, { as: "owner", body: { title: "3" } });
    await call("issues/update", 200, { at: { issue_number: 3 }, body: { state: "closed" } });
    const cases: [Record<string, string>, number[]][] = [
      [{}, [2, 1]],
      [{ direction: "asc" }, [1, 2]],
      [{ state: "all" }, [3, 2, 1]],
      [{ state: "closed" }, [3]],
      [{ labels: "a,b" }, [1]],
      [{ labels: "A" }, [2, 1]],
      [{ milestone: "1" }, [1]],
      [{ milestone: "*" }, [1]],
      [{ milestone: "none" }, [2]],
      [{ assignee: "owner" }, [2]],
      [{ assignee: "none" }, [1]],
      [{ creator: "owner", state: "all" }, [3]],
      [{ since: "2999-01-01T00:00:00Z" }, []],
      [{ sort: "updated", per_page: "1", page: "2" }, [1]],
      [{ sort: "comments", direction: "asc" }, [1, 2]],
    ];
    for (const [query, numbers] of cases) {
      const found = await call("issues/list-for-repo", 200, { query });
      expect([query, found.map(({ number }: { number: number }) => number)]).toEqual([query, numbers]);
    }
    await call("issues/list-for-repo", 422, { query: { milestone: "99" } });
    await call("issues/list-for-repo", 422, { query: { state: "merged" } });
  },

  "comments are written, listed, changed and removed": async ({ call }) => {
    const { number } = await call("issues/create", 201, { body: { title: "x" } });
    const issue = { issue_number: number };
    const comment = await call("issues/create-comment", 201, { at: issue, body: { body: "One" } });
    const at = { comment_id: comment.id };
    await call("issues/create-comment", 422, { at: issue, body: { body: "" } });
    await call("issues/create-comment", 404, { at: { issue_number: 99 }, body: { body: "x" } });
    expect(await call("issues/list-comments", 200, { at: issue })).toHaveLength(1);
    expect(await call("issues/list-comments-for-repo", 200)).toHaveLength(1);
    expect(await call("issues/get", 200, { at: issue })).toMatchObject({ comments: 1 });
    await call("issues/get-comment", 200, { at });
    await call("issues/get-comment", 404, { at: { comment_id: 99 } });
    await call("issues/update-comment", 200, { at, body: { body: "Two" } });
    await call("issues/delete-comment", 204, { at });
    await call("issues/get-comment", 404, { at });
  },

  "labels are made, changed, used and removed": async ({ call }) => {
    const { number } = await call("issues/create", 201, { body: { title: "x" } });
    const at = { issue_number: number };
    const name = "kind: a b";
    await call("issues/create-label", 201, { body: { name, color: "ff0000", description: "Why" } });
    await call("issues/create-label", 422, { body: { name } });
    await call("issues/list-labels-for-repo", 200);
    await call("issues/get-label", 200, { at: { name } });
    await call("issues/get-label", 404, { at: { name: "none" } });
    await call("issues/create-label", 201, { body: { name: "plain" } });
    await call("issues/update-label", 200, { at: { name: "plain" }, body: { new_name: "renamed" } });
    await call("issues/update-label", 422, { at: { name: "renamed" }, body: { new_name: name } });
    await call("issues/add-labels", 200, { at, body: { labels: ["renamed"] } });
    await call("issues/set-labels", 200, { at, body: { labels: ["b", "c"] } });
    const labels = await call("issues/list-labels-on-issue", 200, { at });
    expect(labels.map((label: { name: string }) => label.name)).toEqual(["b", "c"]);
    await call("issues/remove-label", 200, { at: { ...at, name: "b" } });
    await call("issues/remove-label", 404, { at: { ...at, name: "b" } });
    await call("issues/remove-all-labels", 204, { at });
    await call("issues/delete-label", 204, { at: { name: "renamed" } });
  },

  "milestones are made, counted, closed and removed": async ({ call }) => {
    const milestone = { title: "Plan", description: "Why", due_on: "2030-01-01T00:00:00Z" };
    const { number } = await call("issues/create-milestone", 201, { body: milestone });
    const at = { milestone_number: number };
    await call("issues/create-milestone", 422, { body: { title: "Plan" } });
    await call("issues/create", 201, { body: { title: "x", milestone: number, labels: ["a"] } });
    expect(await call("issues/get-milestone", 200, { at })).toMatchObject({ open_issues: 1 });
    await call("issues/get-milestone", 404, { at: { milestone_number: 99 } });
    expect(await call("issues/list-labels-for-milestone", 200, { at })).toHaveLength(1);
    await call("issues/update-milestone", 200, { at, body: { state: "closed" } });
    expect(await call("issues/list-milestones", 200)).toHaveLength(0);
    expect(await call("issues/list-milestones", 200, { query: { state: "all" } })).toHaveLength(1);
    await call("issues/delete-milestone", 204, { at });
    expect(await call("issues/get", 200, { at: { issue_number: 1 } })).toMatchObject({ milestone: null });
  },

  "people are assigned, and issues locked": async ({ call }) => {
    const { number } = await call("issues/create", 201, { body: { title: "x" } });
    const at = { issue_number: number };
    await call("issues/list-assignees", 200);
    await call("issues/check-user-can-be-assigned", 204, { at: { assignee: "owner" } });
    await call("issues/check-user-can-be-assigned", 404, { at: { assignee: "nobody" } });
    await call("issues/check-user-can-be-assigned-to-issue", 204, { at: { ...at, assignee: "owner" } });
    const body = { assignees: ["owner", "milepost-bot", "nobody"] };
    const assigned = await call("issues/add-assignees", 201, { at, body });
    expect(assigned.assignees).toHaveLength(2);
    await call("issues/remove-assignees", 200, { at, body: { assignees: ["owner"] } });
    await call("issues/lock", 204, { at, body: { lock_reason: "resolved" } });
    await call("issues/lock", 422, { at, body: { lock_reason: "why not" } });
    expect(await call("issues/get", 200, { at })).toMatchObject({
      locked: true,
      active_lock_reason: "resolved",
    });
    await call("issues/unlock", 204, { at });
  },
  ...issueLinksScenarios,
};
