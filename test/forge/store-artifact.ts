import { z } from "zod";
import type { Script } from "./runner.ts";

/** A job that leaves an artifact, uploaded whole, and says so in its log. */
export const storeArtifact =
  (name: string, content: string): Script =>
  async ({ environment }, observer) => {
    const call = async (method: string, body: object): Promise<{ signed_upload_url: string }> => {
      const url = `${environment.ACTIONS_RESULTS_URL}twirp/github.actions.results.api.v1.ArtifactService/${method}`;
      const headers = {
        authorization: `Bearer ${environment.ACTIONS_RUNTIME_TOKEN}`,
        "content-type": "application/json",
      };
      const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
      return z.object({ signed_upload_url: z.string().default("") }).parse(await response.json());
    };
    const ids = { workflow_run_backend_id: environment.GITHUB_RUN_ID, name };
    const { signed_upload_url } = await call("CreateArtifact", ids);
    await fetch(signed_upload_url, { method: "PUT", body: content });
    await call("FinalizeArtifact", { ...ids, size: String(content.length) });
    observer.log({ step: 1, text: "something was found" });
    observer.steps([
      {
        number: 1,
        name: "Look",
        status: "completed",
        conclusion: "success",
        started_at: "2026-01-01T00:00:00Z",
        completed_at: "2026-01-01T00:00:01Z",
      },
    ]);
    return { conclusion: "success", steps: {} };
  };
