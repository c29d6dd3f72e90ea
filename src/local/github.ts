import { MilepostError } from "../core/error.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { connect, statusOf } from "../github/client.ts";
import type { ForgeConnection } from "./forge.ts";

/** A repository on GitHub, by the addresses of its API and of its git. */
export interface GitHubPlace {
  /** Base URL of the REST API. */
  readonly url: string;
  readonly gitUrl: string;
  readonly owner: string;
  readonly repo: string;
}

/** Variables that say where GitHub is and who we are there. */
interface GitHubVariables {
  /** The API and the server, when it is not github.com or the host of `origin`. */
  readonly GITHUB_API_URL?: string | undefined;
  readonly GITHUB_SERVER_URL?: string | undefined;
  /** `owner/name`, when `origin` does not say it. */
  readonly GITHUB_REPOSITORY?: string | undefined;
  readonly GITHUB_TOKEN?: string | undefined;
  readonly GH_TOKEN?: string | undefined;
  /** The second identity, which judges. */
  readonly MILEPOST_REVIEWER_TOKEN?: string | undefined;
}

/**
 * Where the repository is on GitHub: as its `origin` says, or the variables.
 *
 * @throws {MilepostError} when neither names a repository.
 */
export const githubPlaceOf = async (
  repository: Pick<UserRepository, "remoteUrl">,
  variables: GitHubVariables,
): Promise<GitHubPlace> => {
  const remote = remoteOf((await repository.remoteUrl("origin")) ?? "");
  const [owner, repo] = variables.GITHUB_REPOSITORY?.split("/") ?? [remote?.owner, remote?.repo];
  const server = variables.GITHUB_SERVER_URL ?? (remote ? `https://${remote.host}` : "https://github.com");
  if (!owner || !repo) {
    throw new MilepostError("the repository has no `origin` on GitHub", {
      hint: "add it: git remote add origin https://github.com/<owner>/<name>.git, or set GITHUB_REPOSITORY=<owner>/<name>",
    });
  }
  const url = variables.GITHUB_API_URL ?? apiOf(server);
  return { url, gitUrl: `${server}/${owner}/${repo}.git`, owner, repo };
};

const remoteOf = (url: string): { host: string; owner: string; repo: string } | null => {
  const { host, owner, repo } =
    /^(?:https?:\/\/(?:[^@/]*@)?|ssh:\/\/(?:[^@/]*@)?|[^@/:]+@)(?<host>[^/:]+(?::\d+(?=\/))?)[/:](?<owner>[^/]+)\/(?<repo>[^/]+?)(?:\.git)?\/?$/.exec(
      url,
    )?.groups ?? {};
  return host && owner && repo ? { host, owner, repo } : null;
};

/** GitHub's own API has a host to itself, also where data stay in a region; an Enterprise server's is below its own (GitHub Docs, "REST API"). */
const apiOf = (server: string): string => {
  const { hostname } = new URL(server);
  return /^(?:github|[^.]+\.ghe)\.com$/.test(hostname) ? `https://api.${hostname}` : `${server}/api/v3`;
};

/** The tokens of the one who writes and the one who judges; `null` when there is none at all. */
export const githubTokens = (variables: GitHubVariables): ForgeConnection["tokens"] | null => {
  const bot = variables.GITHUB_TOKEN || variables.GH_TOKEN;
  return bot ? { bot, reviewer: variables.MILEPOST_REVIEWER_TOKEN || bot } : null;
};

/**
 * Connects to the repository on GitHub, with the user's own tokens.
 *
 * @throws {MilepostError} when there is no token, or it may not see the repository.
 */
export const connectToGitHub = async (
  repository: Pick<UserRepository, "remoteUrl">,
  variables: GitHubVariables,
): Promise<ForgeConnection> => {
  const place = await githubPlaceOf(repository, variables);
  const tokens = githubTokens(variables);
  if (!tokens) {
    throw new MilepostError(`there is no token for ${place.owner}/${place.repo}`, {
      hint: "set GITHUB_TOKEN (with gh: export GITHUB_TOKEN=$(gh auth token)), and MILEPOST_REVIEWER_TOKEN for formal approvals",
    });
  }
  const reviewer = await loginOf({ ...place, token: tokens.reviewer });
  return {
    ...place,
    tokens,
    reviewer: reviewer ?? "reviewer",
    throttle: !isLoopback(place.url),
    folder: null,
    ...{ entrance: null, person: null },
    [Symbol.asyncDispose]: async () => undefined,
  };
};

/** Whom a token belongs to; `null` for an App's, which is no user. */
export const loginOf = async (connection: GitHubPlace & { token: string }): Promise<string | null> => {
  try {
    const { octokit } = connect({ ...connection, throttle: false });
    return (await octokit.rest.users.getAuthenticated({ request: { retries: 0 } })).data.login;
  } catch (cause) {
    if (statusOf(cause) === 403) return null;
    if (statusOf(cause) === 401) {
      throw new MilepostError("GitHub does not know the token", {
        hint: "it is wrong or has expired: make a new one",
        cause,
      });
    }
    throw new MilepostError(`${connection.url} cannot be reached`, {
      hint: "check the network, GITHUB_API_URL, and the variables http_proxy, https_proxy and no_proxy",
      cause,
    });
  }
};

const isLoopback = (url: string): boolean =>
  ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
