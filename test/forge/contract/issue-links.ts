import type { Caller } from "./call.ts";
import type { Scenarios } from "./scenario.ts";

export const issueLinksScenarios: Scenarios = {
  "sub-issues are added, ordered and removed, within the limits": async ({ call }) => {
    const parent = await open(call, "Parent");
    const first = await open(call, "First");
    const second = await open(call, "Second");
    const at = { issue_number: parent.number };
    const add = (status: number, sub_issue_id: number, more = {}) =>
      call("issues/add-sub-issue", status, { at, body: { sub_issue_id, ...more } });
    await add(201, first.id);
    await add(201, second.id);
    await add(422, second.id);
    await add(422, parent.id);
    await add(404, 9999);
    await call("issues/add-sub-issue", 422, {
      at: { issue_number: first.number },
      body: { sub_issue_id: parent.id },
    });
    await call("issues/reprioritize-sub-issue", 200, {
      at,
      body: { sub_issue_id: second.id, before_id: first.id },
    });
    await call("issues/reprioritize-sub-issue", 422, { at, body: { sub_issue_id: second.id } });
    const children = await call("issues/list-sub-issues", 200, { at });
    expect(children.map(({ id }) => id)).toEqual([second.id, first.id]);
    await call("issues/get-parent", 200, { at: { issue_number: first.number } });
    await call("issues/remove-sub-issue", 200, { at, body: { sub_issue_id: first.id } });
    await call("issues/remove-sub-issue", 404, { at, body: { sub_issue_id: first.id } });
    await call("issues/get-parent", 404, { at: { issue_number: first.number } });
  },

  "sub-issues go eight levels deep": async ({ call }) => {
    let parent = await open(call, "Level 1");
    for (const level of [2, 3, 4, 5, 6, 7, 8]) {
      const child = await open(call, `Level ${level}`);
      await addTo(call, 201, { parent, child });
      parent = child;
    }
    await addTo(call, 422, { parent, child: await open(call, "Level 9") });
  },

  "an issue stands in the way of another until it is taken out": async ({ call }) => {
    const issue = await open(call, "Issue");
    const blocker = await open(call, "Blocker");
    const at = { issue_number: issue.number };
    const body = { issue_id: blocker.id };
    await call("issues/add-blocked-by-dependency", 201, { at, body });
    await call("issues/add-blocked-by-dependency", 422, { at, body });
    await call("issues/add-blocked-by-dependency", 422, { at, body: { issue_id: issue.id } });
    expect(await call("issues/list-dependencies-blocked-by", 200, { at })).toHaveLength(1);
    const other = { issue_number: blocker.number };
    expect(await call("issues/list-dependencies-blocking", 200, { at: other })).toHaveLength(1);
    expect(await call("issues/get", 200, { at })).toMatchObject({
      issue_dependencies_summary: { blocked_by: 1, total_blocked_by: 1, blocking: 0 },
    });
    await call("issues/remove-dependency-blocked-by", 200, { at: { ...at, issue_id: blocker.id } });
    await call("issues/remove-dependency-blocked-by", 404, { at: { ...at, issue_id: blocker.id } });
  },

  "a reaction is given once, listed and taken back by who gave it": async ({ call }) => {
    const issue = await open(call, "Issue");
    const at = { issue_number: issue.number };
    const body = { content: "eyes" };
    const reaction = await call("reactions/create-for-issue", 201, { at, body });
    await call("reactions/create-for-issue", 200, { at, body });
    await call("reactions/create-for-issue", 422, { at, body: { content: "shrug" } });
    expect(await call("reactions/list-for-issue", 200, { at })).toHaveLength(1);
    expect(await call("issues/get", 200, { at })).toMatchObject({ reactions: { total_count: 1, eyes: 1 } });
    const one = { ...at, reaction_id: reaction.id };
    await call("reactions/delete-for-issue", 403, { as: "reviewer", at: one });
    await call("reactions/delete-for-issue", 204, { at: one });
    await call("reactions/delete-for-issue", 404, { at: one });

    const comment = await call("issues/create-comment", 201, { at, body: { body: "x" } });
    const there = { comment_id: comment.id };
    const { id } = await call("reactions/create-for-issue-comment", 201, { at: there, body });
    await call("reactions/create-for-issue-comment", 200, { at: there, body });
    expect(await call("reactions/list-for-issue-comment", 200, { at: there })).toHaveLength(1);
    await call("reactions/delete-for-issue-comment", 204, { at: { ...there, reaction_id: id } });
  },
};

interface Opened {
  readonly id: number;
  readonly number: number;
}

const open = (call: Caller, title: string): Promise<Opened> =>
  call("issues/create", 201, { body: { title } });

const addTo = (
  call: Caller,
  status: 201 | 422,
  { parent, child }: { parent: Opened; child: Opened },
): Promise<unknown> =>
  call("issues/add-sub-issue", status, {
    at: { issue_number: parent.number },
    body: { sub_issue_id: child.id },
  });
