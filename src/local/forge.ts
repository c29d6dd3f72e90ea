import { basename, join } from "node:path";
import { MilepostError } from "../core/error.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { OpenPages } from "../forge/pages.ts";
import { type ForgeOptions, type LocalForge, startForge } from "../forge/server.ts";
import { refuseMissing } from "../git/repositories/partial-clone.ts";
import { pushBase } from "../git/repositories/push-base.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { openPages } from "../web/open.ts";
import { localBase } from "./base.ts";
import { baseStanding, deliverBase } from "./base-standing.ts";
import { announceForge } from "./forge-address.ts";
import type { Home } from "./home.ts";

/** A repository on a forge, and who works on it there. */
export interface ForgeConnection extends AsyncDisposable {
  /** Base URL of the REST API. */
  readonly url: string;
  readonly gitUrl: string;
  readonly owner: string;
  readonly repo: string;
  /** Tokens of the one who writes and the one who judges. */
  readonly tokens: { readonly bot: string; readonly reviewer: string };
  /** Token of the one whose machine this is; `null` where a person has their own. */
  readonly person: string | null;
  /** Login of the one who judges. */
  readonly reviewer: string;
  /** Keep to GitHub's limits on writes. */
  readonly throttle: boolean;
  /** Its repository's folder, when it is on this machine. */
  readonly folder: string | null;
  /** Answers requests without a connection, where it is in this process. */
  readonly answer?: LocalForge["answer"];
  /** Takes a push without git's protocol, likewise. */
  readonly take?: LocalForge["takePush"];
  /** A new address that lets one browser in to the forge's pages, to that path; `null` where it has none of ours. */
  readonly entrance: ((path: string) => string) | null;
}

const owner = "owner";

/** Starts the embedded forge of a repository, with the plan's base branch as the repository has it. */
export const startLocalForge = async (
  place: ForgePlace,
  warn: (message: string) => void,
): Promise<ForgeConnection> => {
  const forge = await startOn(place.port, { dataDir: place.home.forge, pages: place.pages ?? openPages });
  try {
    return await connected(forge, place, warn);
  } catch (error) {
    // A server that nobody closes keeps the process alive.
    await forge.close();
    throw error;
  }
};

/** On that port or, where somebody else has it by now, on another. */
const startOn = async (port: number | undefined, options: ForgeOptions): Promise<LocalForge> => {
  if (port === undefined) return await startForge(options);
  return await startForge({ ...options, port }).catch(() => startForge(options));
};

interface ForgePlace {
  readonly home: Home;
  readonly repository: UserRepository;
  readonly plan: Plan;
  /** The forge's pages, where they are more than the forge's own. */
  readonly pages?: OpenPages | undefined;
  /** The port that it listens on; a free one when not given. */
  readonly port?: number | undefined;
}

const connected = async (
  forge: Awaited<ReturnType<typeof startForge>>,
  { home, repository, plan }: ForgePlace,
  warn: (message: string) => void,
): Promise<ForgeConnection> => {
  const entrance = (path: string): string => forge.pages?.entrance(owner, path) ?? forge.url;
  const connection = {
    ...connectionTo(forge, home, repoName(repository.main.root)),
    ...{ entrance, person: personOf(forge), answer: forge.answer, take: forge.takePush },
  };
  const { sha, instead } = await localBase(repository, plan);
  if (instead) warn(`${instead.why}; ${instead.hint}`);
  await refuseMissing(repository, sha);
  await forge.createRepository({
    owner,
    name: connection.repo,
    from: repository.root,
    base: plan.base,
    sourceRef: sha,
  });
  const { gitUrl, tokens, person } = connection;
  await pushBase(repository, { url: gitUrl, token: tokens.bot, branch: plan.base, sha });
  await deliverBase(repository, plan, connection.folder);
  const standing = await baseStanding(repository, plan);
  if (standing) warn(`${standing.what}; ${standing.fix}`);
  const { url } = forge;
  const address = { url, owner, repo: connection.repo, bot: tokens.bot, person, holder: "run" } as const;
  const announced = await announceForge(home, address);
  return {
    ...connection,
    [Symbol.asyncDispose]: async () => {
      await announced[Symbol.asyncDispose]();
      await forge.close();
    },
  };
};

/** Token of the one whose machine this is, in whose name `milepost say` speaks. */
const personOf = ({ accounts }: Pick<Awaited<ReturnType<typeof startForge>>, "accounts">): string =>
  accounts.find(({ role }) => role === "owner")?.token ?? "";

const connectionTo = (
  { url, accounts }: Pick<Awaited<ReturnType<typeof startForge>>, "url" | "accounts">,
  home: Home,
  repo: string,
): Omit<ForgeConnection, "entrance" | "person" | "folder" | typeof Symbol.asyncDispose> & {
  readonly folder: string;
} => {
  const token = (role: string): string => {
    const account = accounts.find((one) => one.role === role);
    if (account) return account.token;
    throw new MilepostError(`the forge in ${home.forge} has no ${role}`, {
      hint: "move the folder away and run again",
    });
  };
  return {
    url,
    gitUrl: `${url}/${owner}/${repo}.git`,
    owner,
    repo,
    tokens: { bot: token("bot"), reviewer: token("reviewer") },
    reviewer: accounts.find(({ role }) => role === "reviewer")?.login ?? "reviewer",
    throttle: false,
    folder: join(home.forge, "repositories", owner, `${repo}.git`),
  };
};

/** A name that the forge takes, made of the folder's. */
const repoName = (root: string): string =>
  basename(root)
    .replace(/\.git$/, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, 100) || "repository";
