import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import { type Account, ensureAccounts, findUser, type GivenTokens } from "./accounts.ts";
import { type ActionsOptions, hostActions } from "./actions/host.ts";
import { type AppOptions, ensureApps } from "./apps/table.ts";
import { authenticate, nobody } from "./authentication.ts";
import type { NewRepository } from "./context.ts";
import { KeyedMutex } from "./keyed-mutex.ts";
import { RateCounter, type RateLimits } from "./limits.ts";
import { type AnswerRequest, serveRequests } from "./listener.ts";
import { holdFolder } from "./lock.ts";
import { migrations } from "./migrations.ts";
import { operations } from "./operations.ts";
import { originFrom } from "./origin.ts";
import type { OpenPages, Pages, PagesForge } from "./pages.ts";
import { makePrivate, removeData } from "./private.ts";
import { followIn } from "./pulls/follow.ts";
import { allBases } from "./pulls/heads.ts";
import { watchPushes } from "./pushes/watch.ts";
import { addStandingCollaborators, openRepositoryStore } from "./repositories/repository-store.ts";
import { createRouter } from "./router.ts";
import { advanceMerges, createCalls, type Host } from "./serving.ts";
import { openStore } from "./store.ts";
import { type DirectPush, type TakenPush, takePush } from "./take-push.ts";

export interface ForgeOptions {
  /** Where the forge keeps everything: `forge.sqlite` and `repositories/`. */
  readonly dataDir: string;
  /** The port; a free one when not given. */
  readonly port?: number;
  /** The address that it listens on; 127.0.0.1, which this machine alone reaches, when not given. */
  readonly host?: string;
  /** What the addresses in its answers begin with, where a proxy stands before it; its own when not given. */
  readonly baseUrl?: string;
  /** Whether what an earlier forge left in `dataDir` is removed first. */
  readonly reset?: boolean;
  /** Limits to enforce; without them requests are only counted. */
  readonly limits?: RateLimits;
  /** Names that it answers to besides those of this machine. */
  readonly hosts?: readonly string[];
  /** How workflows run; without it, no event starts any. */
  readonly actions?: ActionsOptions;
  /** GitHub Apps; each is installed in the repositories that its bot is a collaborator of. */
  readonly apps?: readonly AppOptions[];
  /** Tokens of the standing identities, by login; the others get new ones. */
  readonly tokens?: GivenTokens;
  /** Hears what clients ask for and the forge does not serve, each once. */
  readonly log?: (line: string) => void;
  /** Makes the pages that it shows to people; without it, it has none. */
  readonly pages?: OpenPages | undefined;
}

/** A running local forge: GitHub's REST API over git repositories of this machine. */
export interface LocalForge {
  readonly url: string;
  readonly port: number;
  /** The standing identities; their tokens are new at each start, unless they were given. */
  readonly accounts: readonly Account[];
  readonly pages: Pages | null;
  /** Makes a repository that the standing identities can work in, or finds the one of that name. */
  readonly createRepository: (repository: NewRepository) => Promise<{ readonly fullName: string }>;
  /** Answers a request of the API from this process, without a connection. */
  readonly answer: (request: Request) => Promise<Response>;
  /** Takes a push from this process. */
  readonly takePush: (push: DirectPush) => Promise<TakenPush>;
  readonly close: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Starts the forge and waits until it listens.
 *
 * @throws MilepostError when the port is taken, another forge serves the folder, or a newer version wrote it.
 */
export const startForge = async (options: ForgeOptions): Promise<LocalForge> => {
  const { dataDir, reset = false } = options;
  await makePrivate(dataDir);
  const lock = holdFolder(
    dataDir,
    (cause) =>
      new MilepostError(`another forge serves ${dataDir}`, {
        hint: "stop it, or choose another folder",
        cause,
      }),
  );
  try {
    if (reset) await removeData(dataDir);
    return await serve(options, lock);
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
};

const serve = async (options: ForgeOptions, lock: Disposable): Promise<LocalForge> => {
  const { dataDir, port = 0, host: address = "127.0.0.1", baseUrl, limits = {}, apps = [], tokens } = options;
  const store = openStore(join(dataDir, "forge.sqlite"), migrations);
  const accounts = ensureAccounts(store, tokens);
  ensureApps(store, apps);
  const repositories = openRepositoryStore(store, join(dataDir, "repositories"));
  await repositories.clearLocks();
  let url = "";
  const rates = new RateCounter(limits);
  const mutex = new KeyedMutex();
  const server = createServer();
  const listening = await listen(server, { port, address });
  url = baseUrl ?? addressOf(address, listening);
  const settled = (repositoryId: number) => advanceMerges(host, repositoryId);
  const surroundings = { store, repositories, folder: join(dataDir, "actions"), url: () => url, settled };
  const actions = hostActions(surroundings, options.actions);
  const pushes = watchPushes(join(dataDir, "actions", "hooks"), () => addressOf(address, listening));
  const told = new Set<string>();
  const tell = (line: string): void => {
    if (told.has(line) || told.size >= mostTold) return;
    told.add(line);
    options.log?.(line);
  };
  const hosts = [...(options.hosts ?? []), new URL(url).host];
  const originFor: Host["originFor"] = (header) => originFrom(header, { baseUrl, own: url, hosts });
  const host: Host = { tell, originFor, store, repositories, rates, mutex, actions, pushes, url: () => url };
  const pages = options.pages ? options.pages(forPages(host)) : null;
  const answer = answerFor(host, pages);
  serveRequests(server, host, { hosts, pages, answer });
  // What a forge that was killed had not followed any more.
  await followIn(host, allBases(store), { user: null, grant: null });

  const close = async (): Promise<void> => {
    await pages?.farewell();
    await actions.close();
    await stop(server, mutex);
    await repositories.close();
    store.close();
    lock[Symbol.dispose]();
  };
  return {
    url,
    port: listening,
    accounts,
    pages,
    answer: async (request) => await answer(request),
    takePush: (push) => takePush(host, push),
    createRepository: async (wanted) => {
      const repository = await repositories.create(wanted);
      addStandingCollaborators(store, repository);
      return { fullName: `${repository.owner}/${repository.name}` };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};

/** What answers requests: the operations, what is served beside them, and pages where neither does. */
const answerFor = (host: Host, pages: Pages | null): AnswerRequest => {
  const router = createRouter(host, operations, pages);
  host.actions.serve(router);
  host.pushes.serve(router);
  return (request) => router.fetch(request);
};

/** The most lines that a forge tells: who asks for something new each time fills no disk. */
const mostTold = 1_000;

/** What pages may ask of the forge: its operations, in somebody's name, and whether anything was written. */
const forPages = (host: Host): PagesForge => ({
  url: host.url(),
  callerWith: (authorization) => authenticate(host.store, authorization),
  callerNamed: (login) => ({ ...nobody, user: findUser(host.store, login) ?? null }),
  call: createCalls(host, operations),
  logOf: (jobId) => host.actions.logs.read(jobId),
  changes: () => host.store.get<{ count: number }>("select total_changes() as count")?.count ?? 0,
});

/** What it is reached by: one that listens on all addresses is reached by this machine's own. */
const addressOf = (address: string, port: number): string =>
  `http://${["0.0.0.0", "::"].includes(address) ? "127.0.0.1" : address.includes(":") ? `[${address}]` : address}:${port}`;

const listen = (server: Server, { port, address }: { port: number; address: string }): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new MilepostError(`the forge cannot listen on port ${port} of ${address}`, {
          hint: "choose another port, or an address of this machine",
          cause,
        }),
      ),
    );
    server.listen(port, address, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });

/** Takes no more requests and lets the writes that are under way end; readers are cut off. */
const stop = async (server: Server, mutex: KeyedMutex): Promise<void> => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await mutex.settled();
  server.closeAllConnections();
  await closed;
};
