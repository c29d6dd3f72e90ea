import { userById } from "../../accounts.ts";
import type { WorkflowRun } from "../../workflow-run.ts";
import type { Scene } from "./start.ts";
import { startWorkflows } from "./start.ts";
import { sceneOf } from "./watch.ts";

/** Starts the workflows that wait for a run of another one to end. */
export const runEnded = async (
  place: Omit<Scene, "actor" | "grant" | "now" | "tip"> | null,
  run: WorkflowRun,
): Promise<void> => {
  const actor = place && userById(place.store, run.actor_id);
  // A chain of runs that start each other ends, as on GitHub, which lets it be three levels deep.
  if (!place || !actor || run.event === "workflow_run") return;
  const scene = await sceneOf({ ...place, actor, grant: null });
  const branch = place.repository.default_branch;
  if (scene.tip === null) return;
  const { id, name, event, status, conclusion, head_branch, head_sha, run_number, path } = run;
  const workflow_run = { id, name, event, status, conclusion, head_branch, head_sha, run_number, path };
  await startWorkflows(scene, {
    name: "workflow_run",
    action: "completed",
    payload: { workflow_run, workflow: { id: run.workflow_id, name, path } },
    ref: `refs/heads/${branch}`,
    sha: scene.tip,
    headBranch: branch,
    headSha: scene.tip,
    title: run.name,
    ...(head_branch === null ? {} : { filtered: { branch: head_branch } }),
  });
};
