import type { Scenarios } from "./scenario.ts";

export const accountsScenarios: Scenarios = {
  "the forge tells what it is and who asks": async ({ call }) => {
    await call("meta/root", 200, { as: "anonymous" });
    await call("meta/get", 200);
    expect(await call("rate-limit/get", 200)).toMatchObject({ resources: { core: { limit: 5000 } } });
    expect(await call("users/get-authenticated", 200)).toMatchObject({ login: "milepost-bot" });
    await call("users/get-authenticated", 401, { as: "anonymous" });
    await call("users/get-authenticated", 401, { as: "stranger" });
    await call("users/get-by-username", 200, { at: { username: "acme" } });
    await call("users/get-by-username", 404, { at: { username: "nobody" } });
  },

  "repositories are made, changed and deleted": async ({ call }) => {
    const at = { owner: "milepost-bot", repo: "mine" };
    const body = { name: "mine", description: "Mine", auto_init: true };
    await call("repos/create-for-authenticated-user", 201, { body });
    await call("repos/create-for-authenticated-user", 422, { body });
    await call("repos/create-for-authenticated-user", 422, { body: { name: "no/slash" } });
    await call("repos/create-for-authenticated-user", 401, { as: "anonymous", body });
    expect(await call("repos/list-for-authenticated-user", 200)).not.toHaveLength(0);
    expect(await call("repos/list-for-user", 200, { at: { username: "milepost-bot" } })).toHaveLength(1);
    expect(await call("repos/get", 200, { at })).toMatchObject({
      full_name: "milepost-bot/mine",
      permissions: { admin: true },
    });
    expect(
      await call("repos/update", 200, { at, body: { delete_branch_on_merge: true, private: true } }),
    ).toMatchObject({
      delete_branch_on_merge: true,
      private: true,
    });
    await call("repos/get", 404, { as: "reviewer", at });
    await call("repos/update", 422, { at, body: { default_branch: "nowhere" } });
    await call("repos/delete", 204, { at });
    await call("repos/get", 404, { at });
  },

  "people are added to a repository and taken out": async ({ call }) => {
    const at = { username: "acme-guest" };
    const known = { username: "milepost-reviewer" };
    await call("repos/add-collaborator", 404, { as: "owner", at, body: { permission: "pull" } });
    await call("repos/add-collaborator", 204, { as: "owner", at: known, body: { permission: "triage" } });
    await call("repos/add-collaborator", 422, { as: "owner", at: { username: "acme" }, body: {} });
    await call("repos/add-collaborator", 422, { as: "owner", at: known, body: { permission: "king" } });
    expect(await call("repos/get-collaborator-permission-level", 200, { at: known })).toMatchObject({
      permission: "read",
      role_name: "triage",
    });
    await call("repos/get-collaborator-permission-level", 404, { at });
    expect(await call("repos/list-collaborators", 200)).not.toHaveLength(0);
    await call("repos/check-collaborator", 204, { at: known });
    await call("repos/check-collaborator", 404, { at });
    await call("repos/remove-collaborator", 204, { as: "owner", at: known });
    await call("repos/check-collaborator", 404, { at: known });
  },
};
