import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { MilepostError } from "../core/error.ts";
import { type LocalForge, startForge } from "../forge/server.ts";
import type { UserRepository } from "../git/repositories/repository.ts";
import { connect, type GitHub } from "../github/client.ts";
import { isConnectionLost } from "../github/connection-errors.ts";
import { fetchFromForge } from "../github/fetch.ts";
import { announcedForge } from "../local/forge-address.ts";
import { type ForgeKind, type Home, homeOf, lockHome } from "../local/home.ts";
import { readJournal } from "../local/last-run.ts";
import { homeIsLost, lossOfHome } from "../local/lost-home.ts";
import { runIdentity } from "../local/run-identity.ts";
import type { ClaimLiveness } from "../steps/ports.ts";

/** A look at a repository's forge, from outside of a run. */
export interface OpenForge extends AsyncDisposable {
  readonly github: GitHub;
  /** The same in the name of the person whose machine this is. */
  readonly person: GitHub;
  /** Whether a run has the forge open. */
  readonly isLive: boolean;
  /** As far as one can see from outside of the run. */
  readonly livenessOf: ClaimLiveness;
}

/** Looks at the repository's local forge: at the one that a run or a board has open, or else by opening it; `null` before the first run. */
export const openForge = async (repository: UserRepository): Promise<OpenForge | null> => {
  const home = homeOf(repository);
  if (!existsSync(join(home.forge, "forge.sqlite"))) {
    const loss = await lossOfHome(repository, home, null);
    if (loss !== null) throw homeIsLost(loss);
    return null;
  }
  for (let tries = 1; ; tries++) {
    const running = await lookAtRunning(home);
    if (running) return running;
    try {
      return await lookAtResting(home);
    } catch (error) {
      if (!(error instanceof MilepostError) || tries === maxTries) throw error;
    }
    await sleep(pauseMs);
  }
};

/** Reads a repository's forge; that of a run or board that ends meanwhile is gone with it, and what it leaves is read anew. */
export const readForge = async <Result>(
  repository: UserRepository,
  read: (look: OpenForge | null) => Promise<Result>,
  kind: ForgeKind = "local",
): Promise<Result> => {
  for (let tries = 1; ; tries++) {
    await using look = kind === "github" ? await openGitHub(repository) : await openForge(repository);
    try {
      return await read(look);
    } catch (error) {
      if (!look || kind === "github" || !isConnectionLost(error) || tries === maxTries) throw error;
    }
  }
};

/** Looks at the repository on GitHub, with the user's own token. */
export const openGitHub = async (repository: UserRepository): Promise<OpenForge> => {
  const { connectToGitHub } = await import("../local/github.ts");
  const home = homeOf(repository, "github");
  const forge = await connectToGitHub(repository, process.env);
  const github = connect({ ...forge, token: forge.tokens.bot });
  const { last } = await readJournal(home);
  const { livenessOf } = runIdentity({ home, forge, github, active: new Set() });
  const isOurs = (run: string): boolean => last?.isAlive === true && run.endsWith(`-${last.pid}`);
  return {
    ...{ github, person: github, isLive: false },
    livenessOf: async (run, todo) => (isOurs(run) ? "live" : await livenessOf(run, todo)),
    [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose](),
  };
};

/** A run that has just begun holds the home before its forge can be reached: this often it is tried again. */
const maxTries = 20;
const pauseMs = 100;

/** A new address that lets one browser in to the pages of the run or board that is open; `null` when none is. */
export const entranceOf = async (home: Home, path: string): Promise<string | null> => {
  const address = announcedForge(home);
  if (!address) return null;
  const headers = { authorization: `Bearer ${address.person}`, accept: "application/json" };
  const asked = await fetchFromForge(`${address.url}/-/entrances`, { method: "POST", headers }).catch(
    () => null,
  );
  if (asked?.status !== 201) return null;
  const { url } = z.object({ url: z.url() }).parse(asked.body);
  const entrance = new URL(url);
  entrance.searchParams.set("to", path);
  return entrance.href;
};

const lookAtRunning = async (home: Home): Promise<OpenForge | null> => {
  const address = announcedForge(home);
  if (!address) return null;
  // Whoever asks looks again when a run has ended; a comment that is sent twice would be said twice.
  const at = { ...address, throttle: false, retries: 0 };
  const github = connect({ ...at, token: address.bot });
  if (!(await answers(github))) return null;
  const person = connect({ ...at, token: address.person });
  const close = async () => undefined;
  const isLive = address.holder === "run";
  const livenessOf: ClaimLiveness = async () => (isLive ? "live" : "interrupted");
  return { github, person, isLive, livenessOf, [Symbol.asyncDispose]: close };
};

/** What was killed leaves its address behind, where nobody answers. */
const answers = (github: GitHub): Promise<boolean> =>
  github.octokit.rest.meta.root().then(
    () => true,
    () => false,
  );

const lookAtResting = async (home: Home): Promise<OpenForge | null> => {
  const lock = lockHome(home);
  const forge = await startForge({ dataDir: home.forge }).catch((error: unknown) => {
    lock[Symbol.dispose]();
    throw error;
  });
  const close = async (): Promise<void> => {
    await forge.close();
    lock[Symbol.dispose]();
  };
  const look = await lookAt(forge);
  if (look) return { ...look, [Symbol.asyncDispose]: close };
  await close();
  return null;
};

/** A look at a forge that was opened here, where no run is at work; `null` while it has no repository. */
export const lookAt = async (
  forge: Pick<LocalForge, "url" | "accounts">,
): Promise<Omit<OpenForge, typeof Symbol.asyncDispose> | null> => {
  const { url } = forge;
  const github = await repositoryAt(url, tokenOf(forge, "bot"));
  if (!github) return null;
  const person = connect({ ...github, url, token: tokenOf(forge, "owner"), throttle: false });
  return { github, person, isLive: false, livenessOf: async () => "interrupted" };
};

/** The token of the forge's account in that role. */
export const tokenOf = ({ accounts }: Pick<LocalForge, "accounts">, wanted: string): string =>
  accounts.find(({ role }) => role === wanted)?.token ?? "";

/** The forge's repository; of several, which a renamed folder leaves, the one that was worked on last. */
const repositoryAt = async (url: string, token: string): Promise<GitHub | null> => {
  const { octokit } = connect({ url, token, owner: "", repo: "", throttle: false });
  const { data } = await octokit.rest.repos.listForAuthenticatedUser({ per_page: 100 });
  const [last] = data.sort((a, b) => (b.pushed_at ?? "").localeCompare(a.pushed_at ?? ""));
  return last ? connect({ url, token, owner: last.owner.login, repo: last.name, throttle: false }) : null;
};
