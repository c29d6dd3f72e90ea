import { strFromU8, unzipSync } from "fflate";
import { fails, putsOut, type Script, succeeds, waits } from "../runner.ts";
import { openStudio, type Scene, type Studio, workflow } from "./runs.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio[Symbol.asyncDispose]());

const step = "steps: [{ run: work }]";
const dispatched = "on: { workflow_dispatch: { inputs: { plan: {}, dry: { type: boolean } } } }";

/** Runs a workflow to its end with these scripts and returns how its jobs ended. */
const ended = async (
  text: string,
  {
    scripts = {},
    files = {},
    inputs = {},
  }: {
    scripts?: Readonly<Record<string, Script>>;
    files?: Readonly<Record<string, string>>;
    inputs?: Record<string, string>;
  } = {},
) => {
  const scene = await studio.scene({ ...files, "main.yml": text }, scripts);
  const run = await scene.dispatch(inputs);
  const { conclusion } = await scene.reaches(run, "completed");
  return { conclusion, jobs: await scene.jobs(run), orders: scene.orders };
};

describe("which jobs of a run run", () => {
  const jobs = {
    first: step,
    second: `needs: first, ${step}`,
    always: `needs: second, if: always(), ${step}`,
    mending: `needs: [first], if: failure(), ${step}`,
    after: `needs: always, ${step}`,
  };

  test("jobs wait for those that they need, and one that was skipped skips what needs it", async () => {
    const { conclusion, jobs: states } = await ended(workflow(dispatched, jobs));
    expect(conclusion).toBe("success");
    expect(states).toEqual({
      first: "success",
      second: "success",
      always: "success",
      after: "success",
      mending: "skipped",
    });
  });

  test("after a failure only those run whose condition says so", async () => {
    const { conclusion, jobs: states } = await ended(workflow(dispatched, jobs), {
      scripts: { first: fails },
    });
    expect(conclusion).toBe("failure");
    expect(states).toEqual({
      first: "failure",
      second: "skipped",
      always: "success",
      after: "skipped",
      mending: "success",
    });
  });

  test.each([
    ["inputs.dry", { dry: "true" }, "success"],
    ["inputs.dry", { dry: "false" }, "skipped"],
    ["github.event.inputs.plan == 'shop' && github.actor == 'milepost-bot'", { plan: "shop" }, "success"],
    [`"\${{ contains(fromJSON('[\\"a\\"]'), inputs.plan) }}"`, { plan: "b" }, "skipped"],
  ])("if: %s with %j is %s", async (condition, inputs, state) => {
    const { jobs: states } = await ended(workflow(dispatched, { only: `if: ${condition}, ${step}` }), {
      inputs,
    });
    expect(states).toEqual({ only: state });
  });

  test("a condition that cannot be evaluated fails its job", async () => {
    const { jobs: states, conclusion } = await ended(
      workflow(dispatched, { only: `if: nothing(), ${step}` }),
    );
    expect({ states, conclusion }).toEqual({ states: { only: "failure" }, conclusion: "failure" });
  });

  test.each([
    ["jobs that need each other", workflow(dispatched, { a: `needs: b, ${step}`, b: `needs: a, ${step}` })],
    ["a job that needs nobody there", workflow(dispatched, { a: `needs: b, ${step}` })],
    ["jobs that are none", `${dispatched}\njobs: [1]\n`],
  ])("%s make the run fail", async (_, text) => {
    expect(await ended(text)).toMatchObject({ conclusion: "failure", jobs: {} });
  });
});

describe("matrices", () => {
  test("a matrix of an output gives each job its values, and fail-fast ends the rest", async () => {
    const text = workflow(dispatched, {
      plan: `outputs: { entries: "\${{ steps.out.outputs.entries }}" }, ${step}`,
      lane: `needs: plan, strategy: { matrix: { entry: "\${{ fromJSON(needs.plan.outputs.entries) }}" } }, ${step}`,
    });
    const lane: Script = (order, observer) =>
      order.workflow.includes("body: a") ? { conclusion: "failure", steps: {} } : waits(order, observer);
    const { jobs: states, orders } = await ended(text, {
      scripts: { plan: putsOut({ entries: '[{"body":"a"},{"body":"b"}]' }), lane },
    });
    expect(states).toEqual({ plan: "success", "lane (a)": "failure", "lane (b)": "cancelled" });
    expect(orders).toHaveLength(3);
  });

  test("an empty matrix fails its job, as on GitHub", async () => {
    const text = workflow(dispatched, { lane: `strategy: { matrix: { entry: [] } }, ${step}` });
    expect((await ended(text)).jobs).toEqual({ lane: "failure" });
  });

  test("include adds to what it fits and makes what it does not", async () => {
    const matrix = "{ os: [a, b], exclude: [{ os: b }], include: [{ os: a, fast: yes }, { os: c }] }";
    const { jobs: states } = await ended(
      workflow(dispatched, { test: `strategy: { matrix: ${matrix} }, ${step}` }),
    );
    expect(Object.keys(states).sort()).toEqual(["test (a, yes)", "test (c)"]);
  });
});

test("of a run that failed the failed jobs run again, with what needs them; others keep how they ended and what they put out", async () => {
  const text = workflow(dispatched, {
    plan: `outputs: { entries: "\${{ steps.out.outputs.entries }}" }, ${step}`,
    lane: `name: "lane / \${{ matrix.body }}", needs: plan, strategy: { fail-fast: false, matrix: { body: "\${{ fromJSON(needs.plan.outputs.entries) }}" } }, ${step}`,
    beside: `needs: plan, ${step}`,
    after: `needs: [lane, beside], if: always(), ${step}`,
  });
  let attempt = 1;
  const lane: Script = (order, observer) => {
    observer.log({ step: 0, text: `in attempt ${attempt}` });
    return (attempt === 1 && order.workflow.includes("body: a") ? fails : succeeds)(order, observer);
  };
  const plan = putsOut({ entries: '["a","b"]' });
  const scene = await studio.scene({ "main.yml": text }, { plan, lane });
  const run_id = await scene.dispatch();
  expect(await scene.reaches(run_id, "completed")).toMatchObject({ conclusion: "failure" });
  const given = scene.orders.length;
  attempt = 2;
  await scene.octokit.rest.actions.reRunWorkflowFailedJobs({ ...scene.at, run_id });
  expect(await scene.reaches(run_id, "completed")).toMatchObject({ conclusion: "success" });
  expect(scene.orders.slice(given).map(({ key }) => key)).toEqual(["lane", "after"]);
  expect(await scene.jobs(run_id)).toEqual({
    ...{ plan: "success", "lane / a": "success", "lane / b": "success" },
    ...{ beside: "success", after: "success" },
  });
  const { data } = await scene.octokit.rest.actions.downloadWorkflowRunLogs({ ...scene.at, run_id });
  if (!(data instanceof ArrayBuffer)) throw new Error("logs are a zip");
  const logs = Object.entries(unzipSync(new Uint8Array(data))).map(
    ([name, text]) => `${name.replace(/^\d+_/, "")}: ${strFromU8(text).slice(29).trim()}`,
  );
  expect(logs).toEqual(expect.arrayContaining(["lane  a.txt: in attempt 2", "lane  b.txt: in attempt 1"]));
});

describe("called workflows", () => {
  const lane = [
    "on:",
    "  workflow_call:",
    "    inputs: { body: { type: string, required: true }, tries: { type: number, default: 3 } }",
    `    outputs: { said: { value: "\${{ jobs.work.outputs.said }}" } }`,
    "jobs:",
    `  work: { runs-on: ubuntu-latest, outputs: { said: "\${{ inputs.body }} \${{ steps.out.outputs.word }}" }, env: { T: "\${{ inputs.tries }}" }, steps: [{ run: "echo \${{ inputs.body }}" }] }`,
    "",
  ].join("\n");
  const calls = [
    dispatched,
    "jobs:",
    "  lane: { uses: ./.github/workflows/lane.yml, with: { body: payments }, secrets: inherit }",
    `  after: { needs: lane, if: "needs.lane.outputs.said == 'payments done'", runs-on: ubuntu-latest, steps: [{ run: "echo \${{ needs.lane.outputs.said }}" }] }`,
    "",
  ].join("\n");

  test("are given inputs and secrets, and give outputs back", async () => {
    const { jobs: states, orders } = await ended(calls, {
      scripts: { work: putsOut({ word: "done" }) },
      files: { "lane.yml": lane },
    });
    expect(states).toEqual({ "lane / work": "success", after: "success" });
    expect(orders[0]?.secrets.KEY).toBe("s");
    expect(orders[0]?.workflow).toContain(`fromJSON('{"body":"payments","tries":3}').tries`);
  });

  test.each([
    ["an input that is missing", calls.replace(", with: { body: payments }", "")],
    ["an input of another name", calls.replace("body: payments", "corpse: payments")],
  ])("%s fails the job that calls", async (_, text) => {
    const { jobs: states } = await ended(text, { files: { "lane.yml": lane } });
    expect(states).toEqual({ lane: "failure", after: "skipped" });
  });

  test.each([
    ["a file that is not there", calls.replace("lane.yml", "none.yml"), lane],
    ["a file that cannot be called", calls, lane.replace("workflow_call", "workflow_run")],
    ["more than its caller gives", calls, lane.replace("jobs:", "permissions: { contents: write }\njobs:")],
    [
      "a job that asks for more than its caller gives",
      `permissions: { contents: read }\n${calls}`,
      lane.replace("work: {", "work: { permissions: { issues: write },"),
    ],
  ])("%s has the whole run refused before any job", async (_, text, called) => {
    expect(await ended(text, { files: { "lane.yml": called } })).toMatchObject({
      conclusion: "startup_failure",
      jobs: {},
    });
  });

  test("have the permissions of the job that calls them", async () => {
    const permissions = "permissions: { issues: write, contents: read }";
    const text = calls.replace("secrets: inherit", `secrets: inherit, ${permissions}`);
    const answers: number[] = [];
    const asks: Script = async ({ environment, secrets }) => {
      const url = `${environment.GITHUB_API_URL}/repos/${environment.GITHUB_REPOSITORY}`;
      const headers = { authorization: `Bearer ${secrets.GITHUB_TOKEN}` };
      for (const path of ["/issues", "/git/blobs"]) {
        answers.push((await fetch(url + path, { method: "POST", headers, body: '{"title":"x"}' })).status);
      }
      return { conclusion: "success", steps: {} };
    };
    await ended(text, { scripts: { work: asks }, files: { "lane.yml": lane } });
    expect(answers).toEqual([201, 403]);
  });
});

test("a job's token changes no workflow through the API either, and asks nothing of other repositories", async () => {
  const text = workflow(`${dispatched}\npermissions: write-all`, { write: step });
  const { owner, repo } = (await studio.scene({ "main.yml": text })).at;
  const answers: Record<string, number> = {};
  const writes: Script = async ({ environment, secrets }) => {
    const call = async (name: string, method: string, path: string, body: object) => {
      const headers = { authorization: `Bearer ${secrets.GITHUB_TOKEN}` };
      const url = environment.GITHUB_API_URL + path;
      answers[name] = (await fetch(url, { method, headers, body: JSON.stringify(body) })).status;
    };
    const own = `/repos/${environment.GITHUB_REPOSITORY}`;
    const content = { message: "x", content: "" };
    await call("another file", "PUT", `${own}/contents/docs/a.md`, content);
    await call("a merge that brings a workflow", "POST", `${own}/merges`, { base: "behind", head: "main" });
    await call("a workflow", "PUT", `${own}/contents/.github/workflows/a.yml`, content);
    await call("another repository", "POST", `/repos/${owner}/${repo}/issues`, { title: "x" });
    await call("a new repository", "POST", "/user/repos", { name: "mine" });
    return { conclusion: "success", steps: {} };
  };
  const scene = await studio.scene({ "main.yml": text, "other.yml": text }, { write: writes });
  const first = await scene.workshop.git("rev-list", "--max-parents=0", "main");
  await scene.octokit.git.createRef({ ...scene.at, ref: "refs/heads/behind", sha: first });
  await scene.reaches(await scene.dispatch(), "completed");
  expect(answers).toEqual({
    "a merge that brings a workflow": 403,
    "another file": 201,
    "a workflow": 403,
    "another repository": 403,
    "a new repository": 403,
  });
});

describe("concurrency", () => {
  const text = (concurrency: string, job = step) =>
    [
      dispatched,
      `concurrency: ${concurrency}`,
      "jobs:",
      `  hold: { runs-on: ubuntu-latest, ${job} }`,
      "",
    ].join("\n");
  const open = (concurrency: string): Promise<Scene> =>
    studio.scene({ "main.yml": text(concurrency) }, { hold: waits });

  test("one run of a group runs, one waits, and a newer one takes the place of the one that waits", async () => {
    const scene = await open(`{ group: "plan-\${{ inputs.plan }}" }`);
    const first = await scene.dispatch({ plan: "shop" });
    await scene.reaches(first, "in_progress");
    const second = await scene.dispatch({ plan: "SHOP" });
    await scene.reaches(second, "pending");
    const third = await scene.dispatch({ plan: "shop" });
    expect(await scene.reaches(second, "completed")).toMatchObject({ conclusion: "cancelled" });
    const other = await scene.dispatch({ plan: "other" });
    await scene.reaches(other, "in_progress");
    await scene.reaches(third, "pending");
    await scene.octokit.actions.cancelWorkflowRun({ ...scene.at, run_id: first });
    await scene.reaches(third, "in_progress");
  });

  test("cancel-in-progress ends the one that runs", async () => {
    const scene = await open("{ group: one, cancel-in-progress: true }");
    const first = await scene.dispatch();
    await scene.reaches(first, "in_progress");
    const second = await scene.dispatch();
    expect(await scene.reaches(first, "completed")).toMatchObject({ conclusion: "cancelled" });
    await scene.reaches(second, "in_progress");
  });

  test("jobs have groups of their own, and one in its own run's group is sent away", async () => {
    const files = { "main.yml": text("same", `concurrency: same, ${step}`) };
    const scene = await studio.scene(files);
    const run = await scene.dispatch();
    await scene.reaches(run, "completed");
    expect(await scene.jobs(run)).toEqual({ hold: "cancelled" });
  });
});

describe("cancelling", () => {
  const text = workflow(dispatched, {
    hold: step,
    next: `needs: hold, ${step}`,
    settle: `needs: hold, if: always(), ${step}`,
  });

  test("ends what runs, skips what waits, and runs what always runs", async () => {
    const scene = await studio.scene({ "main.yml": text }, { hold: waits });
    const run = await scene.dispatch();
    await scene.given(1);
    await scene.octokit.actions.cancelWorkflowRun({ ...scene.at, run_id: run });
    expect(await scene.reaches(run, "completed")).toMatchObject({ conclusion: "cancelled" });
    expect(await scene.jobs(run)).toEqual({ hold: "cancelled", next: "cancelled", settle: "success" });
  });

  test("by force ends everything", async () => {
    const scene = await studio.scene({ "main.yml": text }, { hold: waits, settle: waits });
    const run = await scene.dispatch();
    await scene.given(1);
    const at = { ...scene.at, run_id: run };
    await scene.octokit.actions.cancelWorkflowRun(at);
    await scene.given(2);
    expect(await scene.jobs(run)).toMatchObject({ hold: "cancelled", settle: "in_progress" });
    await scene.octokit.actions.forceCancelWorkflowRun(at);
    expect(await scene.reaches(run, "completed")).toMatchObject({ conclusion: "cancelled" });
    expect(await scene.jobs(run)).toMatchObject({ settle: "cancelled" });
  });

  test("reaches the jobs of called workflows, of which those that always run still do", async () => {
    const called = workflow("on: workflow_call", {
      hold: step,
      settle: `needs: hold, if: always(), ${step}`,
    });
    const calling = `${dispatched}\njobs:\n  lane: { uses: ./.github/workflows/lane.yml }\n`;
    const scene = await studio.scene({ "main.yml": calling, "lane.yml": called }, { hold: waits });
    const run = await scene.dispatch();
    await scene.given(1);
    await scene.octokit.actions.cancelWorkflowRun({ ...scene.at, run_id: run });
    expect(await scene.reaches(run, "completed")).toMatchObject({ conclusion: "cancelled" });
    expect(await scene.jobs(run)).toEqual({ "lane / hold": "cancelled", "lane / settle": "success" });
  });
});
