import { userById } from "../../accounts.ts";
import type { Engine } from "../../actions-services.ts";
import { type Clock, timestamp } from "../../clock.ts";
import type { RepositoryStore } from "../../context.ts";
import type { Store } from "../../store.ts";
import type { Urls } from "../../urls.ts";
import { startWorkflow } from "../events/start.ts";
import { type Due, Schedules } from "./due.ts";
import { lastLook, setLastLook } from "./table.ts";

/** What schedules need of the forge. */
interface SchedulerOptions {
  readonly store: Store;
  readonly repositories: RepositoryStore;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly urls: () => Urls;
}

/** Starts scheduled workflows, looking once a minute, until it is closed. */
export const startScheduler = (options: SchedulerOptions): { readonly close: () => Promise<void> } => {
  const { store, repositories, clock } = options;
  const schedules = new Schedules(store, repositories);
  const stop = new AbortController();
  const work = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const now = clock.now();
      await look(options, schedules, now).catch(report);
      await clock.until(nextMinute(now), stop.signal);
    }
  };
  const ended = work();
  return {
    close: async () => {
      stop.abort();
      await ended;
    },
  };
};

const nextMinute = (now: Date): Date => new Date((Math.floor(now.getTime() / 60_000) + 1) * 60_000);

/** Nobody waits for a look who could be told. */
const report = (error: unknown): void => {
  process.stderr.write(`forge: schedules: ${error instanceof Error ? error.message : String(error)}\n`);
};

/**
 * Starts what has come due since the last look, which may have been an earlier forge's: what it missed is made up for
 * once. The look is recorded with the runs that it starts, so that no crash repeats it.
 */
const look = async (options: SchedulerOptions, schedules: Schedules, now: Date): Promise<void> => {
  const { store } = options;
  const after = lastLook(store);
  const due = after ? await schedules.dueBetween({ after, until: now }) : [];
  store.transaction(() => {
    if (after === undefined || now > after) setLastLook(store, now);
    for (const one of due) start(options, one, now);
  });
};

/** Starts a due workflow; its actor is the repository's owner. */
const start = (
  { store, repositories, engine, urls }: SchedulerOptions,
  { repository, tip, workflow, cron }: Due,
  now: Date,
): void => {
  const actor = userById(store, repository.owner_id);
  if (!actor) return;
  const git = repositories.open(repository);
  const place = { store, repository, git, urls: urls(), engine, now: timestamp(now) };
  const branch = repository.default_branch;
  const event = {
    name: "schedule",
    action: null,
    payload: { schedule: cron, workflow: workflow.path },
    ref: `refs/heads/${branch}`,
    sha: tip,
    headBranch: branch,
    headSha: tip,
    title: workflow.name,
  };
  startWorkflow({ ...place, actor, grant: null, tip }, workflow, { event, approved: true });
};
