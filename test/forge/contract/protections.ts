import type { Scenarios } from "./scenario.ts";

const as = "owner" as const;
const at = { branch: "main" };
const nothing = {
  required_status_checks: null,
  enforce_admins: null,
  required_pull_request_reviews: null,
  restrictions: null,
};

export const protectionsScenarios: Scenarios = {
  "a branch is protected, asked about and left alone again": async ({ call }) => {
    const none = await call("repos/get-branch-protection", 404, { as, at });
    expect(none.message).toBe("Branch not protected");
    await call("repos/update-branch-protection", 404, { as, at: { branch: "nowhere" }, body: nothing });
    await call("repos/update-branch-protection", 422, { as, at, body: {} });
    const users = ["milepost-bot"];
    await call("repos/update-branch-protection", 200, {
      as,
      at,
      body: {
        required_status_checks: { strict: true, contexts: ["ci"] },
        enforce_admins: true,
        required_pull_request_reviews: {
          dismissal_restrictions: { users },
          bypass_pull_request_allowances: { users },
        },
        restrictions: { users, teams: [], apps: ["milepost-bot"] },
      },
    });
    const seen = await call("repos/get-branch-protection", 200, { as, at });
    expect(seen.required_pull_request_reviews).toMatchObject({ required_approving_review_count: 1 });
    expect(await call("repos/get-branch", 200, { at })).toMatchObject({
      protected: true,
      protection: { enabled: true, required_status_checks: { contexts: ["ci"] } },
    });
    expect(await call("repos/list-branches", 200)).toMatchObject([{ protected: true }]);
    await call("repos/delete-branch-protection", 204, { as, at });
    await call("repos/delete-branch-protection", 404, { as, at });
    await call("repos/get-branch-protection", 403, { at });
  },

  "the parts of a protection have addresses of their own": async ({ call }) => {
    await call("repos/get-status-checks-protection", 404, { as, at });
    await call("repos/update-branch-protection", 200, { as, at, body: nothing });
    await call("repos/get-status-checks-protection", 404, { as, at });
    await call("repos/get-pull-request-review-protection", 404, { as, at });
    await call("repos/update-status-check-protection", 200, { as, at, body: { contexts: ["a"] } });
    await call("repos/update-status-check-protection", 200, { as, at, body: { strict: true } });
    const checks = await call("repos/get-status-checks-protection", 200, { as, at });
    expect(checks).toMatchObject({ strict: true, contexts: ["a"], checks: [{ context: "a", app_id: null }] });
    const review = { required_approving_review_count: 2 };
    await call("repos/update-pull-request-review-protection", 200, { as, at, body: review });
    await call("repos/update-pull-request-review-protection", 422, {
      as,
      at,
      body: { required_approving_review_count: 7 },
    });
    expect(await call("repos/get-pull-request-review-protection", 200, { as, at })).toMatchObject(review);
    const states: unknown[] = [];
    const admins = async () =>
      states.push((await call("repos/get-admin-branch-protection", 200, { as, at })).enabled);
    await admins();
    await call("repos/set-admin-branch-protection", 200, { as, at });
    await admins();
    await call("repos/delete-admin-branch-protection", 204, { as, at });
    await admins();
    const signatures = async () =>
      states.push((await call("repos/get-commit-signature-protection", 200, { as, at })).enabled);
    await call("repos/create-commit-signature-protection", 200, { as, at });
    await signatures();
    await call("repos/delete-commit-signature-protection", 204, { as, at });
    await signatures();
    expect(states).toEqual([false, true, false, true, false]);
  },

  "rulesets are made, changed and told of the branches that they hold on": async ({ call }) => {
    const ruleset = {
      name: "main",
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH", "refs/heads/release/*"], exclude: [] } },
      bypass_actors: [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "pull_request" }],
      rules: [
        { type: "deletion" },
        { type: "required_status_checks", parameters: { required_status_checks: [{ context: "ci" }] } },
        { type: "commit_message_pattern", parameters: { operator: "regex", pattern: "^[A-Z]" } },
      ],
    };
    const made = await call("repos/create-repo-ruleset", 201, { as, body: ruleset });
    const one = { ruleset_id: made.id };
    expect(made).toMatchObject({ current_user_can_bypass: "pull_requests_only" });
    await call("repos/create-repo-ruleset", 422, { as, body: ruleset });
    const foreign = { ...ruleset, name: "b", rules: [{ type: "code_scanning" }] };
    const refused = await call("repos/create-repo-ruleset", 422, { as, body: foreign });
    expect(JSON.stringify(refused.errors)).toContain("'code_scanning': the forge does not enforce it");
    const odd = { type: "commit_message_pattern", parameters: { operator: "regex", pattern: "(" } };
    await call("repos/create-repo-ruleset", 422, { as, body: { ...ruleset, name: "b", rules: [odd] } });
    await call("repos/create-repo-ruleset", 422, {
      as,
      body: { ...ruleset, name: "b", rules: [{ type: "max_file_size", parameters: {} }] },
    });
    expect(await call("repos/get-repo-ruleset", 200, { at: one })).not.toHaveProperty("bypass_actors");
    expect(await call("repos/get-repo-rulesets", 200)).toHaveLength(1);
    const on = async (branch: string) =>
      (await call("repos/get-branch-rules", 200, { at: { branch } })).map(({ type }) => type);
    expect(await on("main")).toEqual(["deletion", "required_status_checks", "commit_message_pattern"]);
    expect(await on("release/1")).toHaveLength(3);
    expect(await on("feature")).toEqual([]);
    const off = await call("repos/update-repo-ruleset", 200, {
      as,
      at: one,
      body: { enforcement: "disabled" },
    });
    expect(off).toMatchObject({ name: "main", target: "branch", enforcement: "disabled" });
    expect(off.rules).toHaveLength(3);
    expect(await on("main")).toEqual([]);
    await call("repos/delete-repo-ruleset", 204, { as, at: one });
    await call("repos/get-repo-ruleset", 404, { as, at: one });
  },
};
