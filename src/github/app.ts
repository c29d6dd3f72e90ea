import { createAppAuth } from "@octokit/auth-app";
import { retry } from "@octokit/plugin-retry";
import { Octokit } from "@octokit/rest";
import { MilepostError } from "../core/error.ts";
import { clientOptions, statusOf } from "./client.ts";

/** A repository on a forge. */
interface Place {
  /** Base URL of the REST API. */
  readonly api: string;
  readonly owner: string;
  readonly repo: string;
}

/**
 * Mints a token of an App for one repository alone; it lives an hour.
 *
 * @throws {MilepostError} when the key is not the App's, or the App is not installed there.
 */
export const mintToken = async (
  { api, owner, repo }: Place,
  { id, key }: { id: string | undefined; key: string | undefined },
  onLost: (message: string) => void = () => {},
): Promise<{ token: string; login: string }> => {
  if (id === undefined || key === undefined) {
    throw new MilepostError("an App needs both its id and a private key", {
      hint: "give `app-id` and `private-key` together, or neither",
    });
  }
  const octokit = new (Octokit.plugin(retry))({
    ...clientOptions(api, { onLost }),
    authStrategy: createAppAuth,
    auth: { appId: id, privateKey: key.replaceAll("\\n", "\n") },
  });
  try {
    const { data: app } = await octokit.rest.apps.getAuthenticated();
    const { data: installation } = await octokit.rest.apps.getRepoInstallation({ owner, repo });
    const { data: minted } = await octokit.rest.apps.createInstallationAccessToken({
      installation_id: installation.id,
      repositories: [repo],
    });
    return { token: minted.token, login: `${app?.slug ?? "app"}[bot]` };
  } catch (cause) {
    const hint =
      statusOf(cause) === 404
        ? `install the App in ${owner}/${repo}`
        : "check that `app-id` and `private-key` belong together, and that the key is whole, with its first and last line";
    throw new MilepostError(`no token could be minted for the App ${id}`, { hint, cause });
  }
};
