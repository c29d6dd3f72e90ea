import { errorMessage } from "../core/error.ts";
import type { AppPermissions } from "../github/app.ts";
import type { GitHub } from "../github/client.ts";
import { annotate, mask, say } from "./commands.ts";
import type { Job } from "./job.ts";
import { outageOf } from "./outage.ts";

/** What an identity is given by: a token, or an App that one is minted for. */
export interface AppOrToken {
  readonly token: string | undefined;
  readonly "app-id"?: string | undefined;
  readonly "private-key"?: string | undefined;
}

/** With what an App's token is to be allowed, as far as the App is; no App goes without. */
export type Identity =
  | (AppOrToken & { readonly permissions: AppPermissions })
  | (Pick<AppOrToken, "token"> & { readonly [Name in "app-id" | "private-key" | "permissions"]?: undefined });

/** A forge's connection, with the token that git uses, too. */
export interface Connected extends GitHub {
  readonly token: string;
  /** The App's login, such as `milepost[bot]`; `null` when it is a token's. */
  readonly app: string | null;
  /** What starts workflows and asks for runs: with the job's own token, so that no App needs `actions: write`. */
  readonly runs: GitHub;
}

/** Connects to the job's repository; an App's token is minted here, where it is needed, and ends with the step. */
export const connectAs = async (
  job: Job,
  identity: Identity,
  requests: GitHub["requests"] = { read: 0, write: 0 },
): Promise<Connected> => {
  const [{ getOctokit }, { connect }] = await Promise.all([
    import("@actions/github"),
    import("../github/client.ts"),
  ]);
  const outage = outageOf(job);
  const place = { url: job.api, owner: job.owner, repo: job.repo };
  const throttle = !isOnThisMachine(job.api);
  const connectWith = (token: string): GitHub =>
    connect(
      { ...place, token, throttle, onWait: say, onLost: say, maxWait, outage, make: getOctokit },
      requests,
    );
  const given = identity.token ?? "";
  const minted = await mint(job, identity);
  if (!minted) {
    const github = connectWith(given);
    return { ...github, token: given, app: null, runs: github };
  }
  const github = connectWith(minted.token);
  const runs = given === "" ? github : connectWith(given);
  return { ...github, token: minted.token, app: minted.login, runs };
};

const mint = async (job: Job, { token, "app-id": id, "private-key": key, permissions }: Identity) => {
  if (permissions === undefined || (id === undefined && key === undefined)) return null;
  const { mintToken, revokeToken } = await import("../github/app.ts");
  const ownRuns = (token ?? "") === "" ? ({ actions: "write" } as const) : {};
  const minted = await mintToken(job, { id, key, wanted: { ...permissions, ...ownRuns } }, say);
  mask(minted.token);
  job.atEnd(() => revokeToken(job, minted.token).catch(tellAlive));
  return minted;
};

/** Nothing failed: it ends by itself. */
const tellAlive = (error: unknown): void =>
  annotate("warning", `an App's token could not be revoked, and lives for an hour: ${errorMessage(error)}`);

/** Ten minutes; what is not done by then, the schedule goes on with. */
const maxWait = 600;

/** The embedded forge has no limits on writes. */
export const isOnThisMachine = (url: string): boolean =>
  ["127.0.0.1", "localhost"].includes(new URL(url).hostname);

/** Where git fetches from and pushes to. */
export const gitUrl = ({ server, owner, repo }: Job): string => `${server}/${owner}/${repo}.git`;
