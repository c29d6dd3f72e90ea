import { join } from "node:path";
import type { Hono } from "hono";
import { actionsLogin, ensureUser } from "../accounts.ts";
import type { ActionsServices, Engine } from "../actions-services.ts";
import type { Answer } from "../answer.ts";
import type { Caller } from "../caller.ts";
import { type Clock, machineClock, timestamp } from "../clock.ts";
import type { RepositoryContext, RepositoryOperation, RepositoryStore } from "../context.ts";
import { repositoryById } from "../repositories/table.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import { urlsFrom } from "../urls.ts";
import { keepArtifacts } from "./artifacts/files.ts";
import { ArtifactKeys } from "./artifacts/keys.ts";
import { serveArtifacts } from "./artifacts/service.ts";
import { startEngine } from "./engine/engine.ts";
import { queueOnly } from "./engine/queue-only.ts";
import { watchGit, watchOperation } from "./events/watch.ts";
import { runEnded } from "./events/workflow-run.ts";
import { serveLogs } from "./log-files.ts";
import { keepLogs } from "./logs.ts";
import type { Runner } from "./runner/runner.ts";
import { startScheduler } from "./schedules/scheduler.ts";

/** How a forge treats workflows. */
export interface ActionsOptions {
  /** Who runs jobs; without a runner, runs stay queued. */
  readonly runner?: Runner;
  /** Where actions and workflows of other repositories are, by `owner/repo` in lower case. */
  readonly folders?: Readonly<Record<string, string>>;
  /** Jobs that run at once. */
  readonly parallel?: number;
  /** Secrets and variables of every repository, by upper-case names. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** What schedules go by, and artifacts expire by; this machine's clock when not given. Without a runner none fires. */
  readonly clock?: Clock;
}

/** What the rest of the forge asks of its workflows. */
export interface ActionsHost extends ActionsServices {
  /** Lets an operation change a repository, and starts the workflows that its change starts. */
  readonly watchOperation: (
    call: { operation: RepositoryOperation; context: RepositoryContext },
    work: () => Promise<Answer>,
  ) => Promise<Answer>;
  /** Lets git change a repository, and starts the workflows that its change starts. */
  readonly watchGit: (
    call: { repository: Repository; caller: Pick<Caller, "user" | "grant"> },
    work: () => Promise<void>,
  ) => Promise<void>;
  /** Adds what jobs call besides the API. */
  readonly serve: (router: Hono) => void;
  readonly close: () => Promise<void>;
}

/** What workflows need of the forge that they belong to. */
interface Surroundings {
  readonly store: Store;
  readonly repositories: RepositoryStore;
  /** Where logs and artifacts are kept. */
  readonly folder: string;
  readonly url: () => string;
  /** Told when a run of a repository has ended. */
  readonly settled: (repositoryId: number) => Promise<void>;
}

/**
 * Makes a forge's workflows work; without `options` its repositories' events start none, and what is dispatched
 * stays queued. To be called once the forge has its address.
 */
export const hostActions = (
  { store, repositories, folder, url, settled }: Surroundings,
  options: ActionsOptions | undefined,
): ActionsHost => {
  ensureUser(store, actionsLogin);
  const logs = keepLogs(join(folder, "logs"));
  const artifacts = keepArtifacts(join(folder, "artifacts"));
  const keys = new ArtifactKeys();
  const clock = options?.clock ?? machineClock;
  const engine: Engine =
    options?.runner === undefined
      ? queueOnly({ store, repositories, now: timestamp })
      : startEngine({
          store,
          repositories,
          logs,
          url,
          runner: options.runner,
          folders: options.folders ?? {},
          parallel: options.parallel ?? 4,
          secrets: options.secrets ?? {},
          variables: options.variables ?? {},
          artifactToken: (ids) => keys.tokenFor(ids),
          ended: async (run) => {
            await runEnded(placeOf(run.repository_id), run);
            await settled(run.repository_id);
          },
        });
  const placeOf = (repositoryId: number) => {
    const repository = repositoryById(store, repositoryId);
    const git = repository && repositories.open(repository);
    return repository && git ? { store, repository, git, urls: urlsFrom(url(), ""), engine } : null;
  };
  const scheduler =
    options?.runner === undefined
      ? null
      : startScheduler({
          store,
          repositories,
          engine,
          clock,
          urls: () => urlsFrom(url(), ""),
        });
  return {
    engine,
    logs,
    artifacts,
    keys,
    clock,
    watchOperation: ({ operation, context }, work) => {
      const { repository, git, urls, viewer: actor, grant } = context;
      if (!options || !actor) return work();
      return watchOperation(
        { store, repository, git, urls, actor, grant, engine },
        { operation, context },
        work,
      );
    },
    watchGit: async ({ repository, caller: { user: actor, grant } }, work) => {
      const place = placeOf(repository.id);
      if (!options || !actor || !place) return work();
      return watchGit({ ...place, actor, grant }, work);
    },
    serve: (router) => {
      serveArtifacts(router, { store, files: artifacts, keys, url });
      serveLogs(router, { store, logs, keys });
    },
    close: async () => {
      await scheduler?.close();
      await engine.close();
    },
  };
};
