import { setTimeout as delay } from "node:timers/promises";
import type { Octokit } from "@octokit/rest";
import type { JobOrder, Runner } from "../../../src/forge/actions/runner/runner.ts";
import { clientOf } from "../client.ts";
import { type Script, scriptedRunner } from "../runner.ts";
import { openWorld, type Workshop, type World } from "../world.ts";

/** A repository with workflows, and its runs as clients see them. */
export interface Scene {
  readonly workshop: Workshop;
  readonly octokit: Octokit;
  /** What the runner was given. */
  readonly orders: readonly JobOrder[];
  readonly at: { readonly owner: string; readonly repo: string };
  /** Dispatches `main.yml` and returns the run's id. */
  readonly dispatch: (inputs?: Record<string, string>, file?: string) => Promise<number>;
  /** Waits until a run is in a state, and returns it. */
  readonly reaches: (run_id: number, status: string) => Promise<{ conclusion: string | null; title: string }>;
  /** Waits until the runner was given so many jobs. */
  readonly given: (count: number) => Promise<void>;
  /** The jobs of a run: name and conclusion, or status while it has none. */
  readonly jobs: (run_id: number) => Promise<Record<string, string>>;
  /** What is listed of an event: workflow and conclusion or status. */
  readonly runs: (event: string) => Promise<{ id: number; path: string; state: string }[]>;
}

/** A forge whose jobs do what tests say. */
export interface Studio extends AsyncDisposable {
  readonly world: World;
  /** A new repository with these files on `main`, whose jobs run these scripts. */
  readonly scene: (
    files: Record<string, string>,
    scripts?: Readonly<Record<string, Script>>,
  ) => Promise<Scene>;
}

export const openStudio = async (): Promise<Studio> => {
  const runners = new Map<string, ReturnType<typeof scriptedRunner>>();
  const runner: Runner = {
    run: async (order, observer) => {
      const found = runners.get(order.environment.GITHUB_REPOSITORY ?? "");
      if (!found) throw new Error(`no test runs jobs of ${order.environment.GITHUB_REPOSITORY}`);
      return found.run(order, observer);
    },
  };
  const world = await openWorld({ actions: { runner, secrets: { KEY: "s" }, parallel: 8 } });
  return {
    world,
    scene: async (files, scripts) => {
      const workshop = await world.repository();
      const scripted = scriptedRunner(scripts);
      runners.set(`${workshop.owner}/${workshop.repo}`, scripted);
      return openScene({ world, workshop, orders: scripted.orders }, files);
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
};

const openScene = async (
  { world, workshop, orders }: Pick<Scene, "workshop" | "orders"> & { world: World },
  files: Record<string, string>,
): Promise<Scene> => {
  await workshop.push("main", inFolder(files));
  const octokit = clientOf(world, "bot");
  const at = { owner: workshop.owner, repo: workshop.repo };
  return {
    workshop,
    octokit,
    orders,
    at,
    dispatch: async (inputs = {}, workflow_id = "main.yml") => {
      const { data } = await octokit.request(
        "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
        { ...at, workflow_id, ref: "main", inputs, return_run_details: true },
      );
      return Reflect.get(Object(data), "workflow_run_id");
    },
    reaches: async (run_id, status) => {
      for (;;) {
        const { data } = await octokit.actions.getWorkflowRun({ ...at, run_id });
        if (data.status === status) return { conclusion: data.conclusion, title: data.display_title };
        await delay(20);
      }
    },
    given: async (count) => {
      while (orders.length < count) await delay(20);
    },
    jobs: async (run_id) => {
      const { data } = await octokit.actions.listJobsForWorkflowRun({ ...at, run_id });
      return Object.fromEntries(
        data.jobs.map(({ name, status, conclusion }) => [name, conclusion ?? status]),
      );
    },
    runs: async (event) => {
      const { data } = await octokit.actions.listWorkflowRunsForRepo({ ...at, event });
      return data.workflow_runs.map(({ id, path, status, conclusion }) => ({
        id,
        path: path.replace(".github/workflows/", ""),
        state: conclusion ?? status ?? "",
      }));
    },
  };
};

/** Workflow files by their names, other files by their paths. */
export const inFolder = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name.includes("/") ? name : `.github/workflows/${name}`,
      text,
    ]),
  );

/** A workflow of one line a job, as `id: rest of its mapping`. */
export const workflow = (head: string, jobs: Readonly<Record<string, string>>): string =>
  [
    head,
    "jobs:",
    ...Object.entries(jobs).map(([id, rest]) => `  ${id}: { runs-on: ubuntu-latest, ${rest} }`),
    "",
  ].join("\n");
