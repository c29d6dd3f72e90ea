import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at } from "../../github/client.ts";
import { openGitHub } from "../open-forge.ts";
import { planSource } from "./plan-source.ts";
import { type ServedPages, type ShownPlans, serve } from "./serve.ts";

/** The pages of plans over what GitHub says; issues and pull requests are read there. */
export const gitHubPages = async (shown: ShownPlans): Promise<ServedPages> => {
  const look = await openGitHub(shown.repository);
  const { data } = await look.github.octokit.rest.repos.get(at(look.github));
  const dataDir = await mkdtemp(join(tmpdir(), "milepost-board-"));
  const close = async (): Promise<void> => {
    await look[Symbol.asyncDispose]();
    await rm(dataDir, { recursive: true, force: true });
  };
  // Commands are comments there, which whoever orchestrates the plan answers.
  const source = planSource({
    ...shown,
    kind: "github",
    look: { ...look, isLive: true },
    web: data.html_url,
  });
  return await serve({ dataDir, close, sourceOf: async () => source });
};
