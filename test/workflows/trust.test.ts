import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { permissionsOf } from "../../src/action/permissions.ts";
import { type RepositoryFile, workflowFiles } from "../../src/cli/workflow-files.ts";
import type { AppPermissions } from "../../src/github/app.ts";
import { type Job, readWorkflow } from "./read.ts";

const own: RepositoryFile[] = readdirSync(".github/workflows").map((name) => ({
  path: `own ${name}`,
  text: readFileSync(join(".github/workflows", name), "utf8"),
}));
const written = await workflowFiles({ repository: "milepost-dev/milepost", ref: "v1" });
const jobs = [...own, ...written].flatMap(({ path, text }) =>
  Object.entries(readWorkflow(text).jobs).map(([id, job]) => ({ path, id, job })),
);

/** The actions of ours that a job uses, by their folders; the root one is `orchestrate`. */
const actionsOf = (job: Job): string[] =>
  job.steps.flatMap(({ uses = "" }) => {
    const [, folder] = /^(?:\.|milepost-dev\/milepost)\/(?:actions\/)?([\w-]*)(?:@|$)/.exec(`${uses}`) ?? [];
    if (folder !== undefined) return [folder === "" ? "orchestrate" : folder];
    return /^milepost-dev\/milepost@/.test(uses) ? ["orchestrate"] : [];
  });

const runsPrograms = ["implement", "review"];
const withAction = (names: readonly string[]) =>
  jobs.filter(({ job }) => actionsOf(job).some((name) => names.includes(name)));

test("every action of ours is used by a job, in our own workflows and in those that init writes", () => {
  const all = ["check", "command", "implement", "orchestrate", "propose", "review", "sandbox", "settle"];
  for (const some of [own, written]) {
    const paths = new Set(some.map(({ path }) => path));
    const used = jobs.filter(({ path }) => paths.has(path)).flatMap(({ job }) => actionsOf(job));
    expect([...new Set(used)].sort()).toEqual(all);
  }
});

test("no job that runs an agent or a reviewer may write, nor holds a secret that does", () => {
  const found = withAction(runsPrograms).map(({ path, id, job }) => ({
    job: `${path} ${id}`,
    permissions: job.permissions,
    secrets: [...JSON.stringify(job).matchAll(/secrets\.(\w+)/g)]
      .map(([, name]) => name)
      .filter((name) => !modelKeys.has(name)),
    tokens: job.steps.filter((step) => /github\.token|GITHUB_TOKEN|GH_TOKEN/.test(JSON.stringify(step)))
      .length,
    actions: actionsOf(job),
  }));
  expect(found).toEqual(
    found.map(({ job }) => ({
      job,
      permissions: readings,
      secrets: [],
      tokens: 0,
      actions: ["sandbox", job.split(" ").at(-1)],
    })),
  );
  expect(found).toHaveLength(4);
});

/** All that such a job's own token may, which no program sees. */
const readings = { actions: "read", contents: "read", issues: "read" };

/** Keys of model providers: they open no forge. */
const modelKeys = new Set<string | undefined>(["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY"]);

test("no job that holds a key that signs or writes runs anything but our actions and their build", () => {
  const holders = jobs.filter(
    ({ job }) => /secrets\.MILEPOST_/.test(JSON.stringify(job)) && job.uses === undefined,
  );
  const ran = holders.flatMap(({ job }) => job.steps.flatMap(({ run }) => run ?? []));
  expect([...new Set(ran)]).toEqual(["npm ci --ignore-scripts && npm run bundle"]);
});

test("an App's token of a step may what the job's own token may, without its runs, and make branches with workflows", () => {
  for (const step of ["orchestrate", "propose", "settle"] as const) {
    const { workflows: _, ...allowed }: AppPermissions = permissionsOf[step];
    for (const { job } of withAction([step])) {
      const { actions: _, ...own } = job.permissions;
      const named = Object.entries(own).map(([name, access]) => [name.replaceAll("-", "_"), access]);
      expect([step, allowed]).toEqual([step, Object.fromEntries(named)]);
    }
  }
});

test("every checkout keeps its credentials to itself", () => {
  const checkouts = jobs.flatMap(({ path, id, job }) =>
    job.steps
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"))
      .map((step) => ({ at: `${path} ${id}`, step })),
  );
  expect(
    checkouts.filter(({ step }) => step.with["persist-credentials"] !== false).map(({ at }) => at),
  ).toEqual([]);
});

test("third-party actions are pinned by their full commit", () => {
  const others = jobs
    .flatMap(({ job }) => [job.uses, ...job.steps.map(({ uses }) => uses)])
    .filter((uses) => uses !== undefined && !/^(\.\/|milepost-dev\/milepost[/@])/.test(uses));
  expect(others.filter((uses) => !/@[0-9a-f]{40}$/.test(uses ?? ""))).toEqual([]);
});

test("nothing of an event or of an input stands in a command", () => {
  const commands = jobs.flatMap(({ job }) => job.steps.flatMap(({ run }) => run ?? []));
  expect(commands.filter((run) => run.includes("${{"))).toEqual([]);
});

test("no workflow runs a change with the rights of the base", () => {
  const triggers = [...own, ...written].flatMap(({ text }) => Object.keys(readWorkflow(text).on));
  expect(triggers).not.toContain("pull_request_target");
  expect(triggers).not.toContain("workflow_run");
});

test("the checks of pull requests know no secret", () => {
  const checks = withAction(["check"]);
  expect(checks).toHaveLength(2);
  expect(checks.filter(({ job }) => JSON.stringify(job).includes("secrets."))).toEqual([]);
});

test("settle runs whatever became of the jobs before it, and a lane's failure stops no other lane", () => {
  for (const { job } of withAction(["settle"])) {
    expect(job.if).toBe("always()");
    expect(job.needs).toEqual(["implement", "propose", "review"]);
  }
  const matrices = jobs.filter(({ job }) => job.strategy !== undefined);
  expect(matrices.map(({ job }) => job.strategy?.["fail-fast"])).toEqual([false, false]);
});

test("a lane that is skipped shows no expression for its name: without its matrix nobody would know its value", () => {
  expect(jobs.filter(({ job }) => job.name?.includes("matrix."))).toEqual([]);
});

test("one plan has one orchestrate at a time, and one body one lane", () => {
  const entry = "fromJSON(needs.orchestrate.outputs.entries)[matrix.todo]";
  const groups = jobs.flatMap(({ id, job }) => (job.concurrency ? [`${id}: ${job.concurrency.group}`] : []));
  expect([...new Set(groups)]).toEqual([
    `orchestrate: milepost-orchestrate-\${{ inputs.plan || 'every-open-plan' }}\${{ inputs.dry-run && '-dry-run' || '' }}`,
    `lane: milepost-lane-\${{ ${entry}.plan }}-\${{ ${entry}.body }}`,
  ]);
});
