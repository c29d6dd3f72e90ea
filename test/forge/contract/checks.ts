import type { Scenarios } from "./scenario.ts";

export const checksScenarios: Scenarios = {
  "commit statuses add up": async ({ workshop, call }) => {
    const sha = await workshop.git("rev-parse", "HEAD");
    const none = await call("repos/get-combined-status-for-ref", 200, { at: { ref: "main" } });
    expect(none).toMatchObject({ state: "pending", total_count: 0 });
    const status = (state: string, context: string, expected = 201) =>
      call("repos/create-commit-status", expected, {
        at: { sha },
        body: { state, context, description: "So" },
      });
    await status("pending", "gates");
    await status("success", "gates");
    expect(await call("repos/get-combined-status-for-ref", 200, { at: { ref: sha } })).toMatchObject({
      state: "success",
    });
    await status("error", "review");
    expect(await call("repos/get-combined-status-for-ref", 200, { at: { ref: "main" } })).toMatchObject({
      state: "failure",
      total_count: 2,
    });
    const all = await call("repos/list-commit-statuses-for-ref", 200, { at: { ref: "heads/main" } });
    expect(all.map(({ state }) => state)).toEqual(["error", "success", "pending"]);
    await status("fine", "gates", 422);
    await status("success", "c".repeat(256), 422);
    const long = await call("repos/create-commit-status", 422, {
      at: { sha },
      body: { state: "success", description: "d".repeat(141) },
    });
    expect(long.errors).toMatchObject([{ message: "description is too long (maximum is 140 characters)" }]);
    await call("repos/create-commit-status", 422, {
      at: { sha: "0".repeat(40) },
      body: { state: "success" },
    });
    await call("repos/get-combined-status-for-ref", 422, { at: { ref: "nowhere" } });
    await call("repos/list-commit-statuses-for-ref", 422, { at: { ref: "nowhere" } });
  },

  "check runs are made by programs": async ({ workshop, call }) => {
    const head_sha = await workshop.git("rev-parse", "HEAD");
    await call("checks/create", 403, { as: "owner", body: { name: "gates", head_sha } });
    const output = { title: "t", summary: "s", annotations: [annotation] };
    const run = await call("checks/create", 201, {
      body: { name: "gates", head_sha, status: "in_progress", output },
    });
    const at = { check_run_id: run.id };
    expect(run).toMatchObject({ status: "in_progress", conclusion: null, output: { annotations_count: 1 } });
    const done = await call("checks/update", 200, { at, body: { conclusion: "success" } });
    expect(done).toMatchObject({ status: "completed", conclusion: "success" });
    await call("checks/get", 200, { at });
    expect(await call("checks/list-annotations", 200, { at })).toHaveLength(1);
    const query = { check_name: "gates", status: "completed" };
    expect(await call("checks/list-for-ref", 200, { at: { ref: "main" }, query })).toMatchObject({
      total_count: 1,
    });
    const { check_suites } = await call("checks/list-suites-for-ref", 200, { at: { ref: "main" } });
    const suite = { check_suite_id: check_suites[0]?.id ?? 0 };
    await call("checks/get-suite", 200, { at: suite });
    expect(await call("checks/list-for-suite", 200, { at: suite })).toMatchObject({ total_count: 1 });
    await call("checks/create", 422, { body: { name: "gates", head_sha: "0".repeat(40) } });
    await call("checks/create", 422, { body: { head_sha } });
    const many = { ...output, annotations: Array.from({ length: 51 }, () => annotation) };
    await call("checks/update", 422, { at, body: { output: many } });
    await call("checks/update", 422, { at, body: { output: { title: "t", summary: "s".repeat(65_536) } } });
    await call("checks/get", 404, { at: { check_run_id: 999 } });
    await call("checks/get-suite", 404, { at: { check_suite_id: 999 } });
  },
};

const annotation = {
  path: "README.md",
  start_line: 1,
  end_line: 1,
  annotation_level: "warning",
  message: "Look",
};
