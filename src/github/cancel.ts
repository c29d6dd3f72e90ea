import { at, type GitHub, statusOf } from "./client.ts";

/**
 * Cancels a workflow run by the name that its claims have, `<run id>-<attempt>`; one that is over stays as it is. A
 * laptop's run is not ours to cancel: it sees by itself that the plan was stopped.
 */
export const cancelRun = async (github: GitHub, name: string): Promise<void> => {
  const [, id] = /^(\d+)-\d+$/.exec(name) ?? [];
  if (id === undefined) return;
  try {
    await github.octokit.rest.actions.cancelWorkflowRun({ ...at(github), run_id: Number(id) });
  } catch (error) {
    if (statusOf(error) !== 409 && statusOf(error) !== 404) throw error;
  }
};
