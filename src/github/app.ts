import { createAppAuth } from "@octokit/auth-app";
import { retry } from "@octokit/plugin-retry";
import { Octokit, type RestEndpointMethodTypes } from "@octokit/rest";
import { MilepostError } from "../core/error.ts";
import { clientOptions, statusOf } from "./client.ts";
import { fetchFromForge } from "./fetch.ts";

/** A repository on a forge. */
interface Place {
  /** Base URL of the REST API. */
  readonly api: string;
  readonly owner: string;
  readonly repo: string;
}

type Minting = RestEndpointMethodTypes["apps"]["createInstallationAccessToken"]["parameters"];

/** What a token may at most, by GitHub's names for what an App may. */
export type AppPermissions = Readonly<
  Pick<
    NonNullable<Minting["permissions"]>,
    "actions" | "checks" | "contents" | "issues" | "pull_requests" | "statuses" | "workflows"
  >
>;

/**
 * Mints a token of an App for one repository alone, which may what is wanted as far as the App may; it lives an hour.
 *
 * @throws {MilepostError} when the key is not the App's, or the App is not installed there.
 */
export const mintToken = async (
  { api, owner, repo }: Place,
  { id, key, wanted }: { id: string | undefined; key: string | undefined; wanted: AppPermissions },
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
    const { data: installation } = await octokit.rest.apps.getRepoInstallation({ owner, repo });
    const { data: minted } = await octokit.rest.apps.createInstallationAccessToken({
      installation_id: installation.id,
      repositories: [repo],
      permissions: asFarAs(installation.permissions, wanted),
    });
    return { token: minted.token, login: `${installation.app_slug}[bot]` };
  } catch (cause) {
    const hint =
      statusOf(cause) === 404
        ? `install the App in ${owner}/${repo}`
        : "check that `app-id` and `private-key` belong together, and that the key is whole, with its first and last line";
    throw new MilepostError(`no token could be minted for the App ${id}`, { hint, cause });
  }
};

/** GitHub refuses to mint what asks for more than the App was installed with. */
const asFarAs = (held: Readonly<Record<string, unknown>>, wanted: AppPermissions): AppPermissions =>
  Object.fromEntries(
    Object.entries(wanted).flatMap(([name, access]) => {
      const most = held[name];
      return most === undefined ? [] : [[name, most === "read" ? most : access]];
    }),
  ) as AppPermissions;

/** Ends a token before its time. @throws when the forge does not answer, or refuses. */
export const revokeToken = async ({ api }: Pick<Place, "api">, token: string): Promise<void> => {
  const { status } = await fetchFromForge(`${api}/installation/token`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}`, "user-agent": "milepost" },
    signal: AbortSignal.timeout(maxWait),
  });
  if (status !== 204) throw new MilepostError(`the forge answered ${status}`);
};

/** Milliseconds that a step's end waits for the forge. */
const maxWait = 10_000;
