import type { GitRepository } from "../../git/repository.ts";
import type { Scopes } from "../../grant.ts";
import type { Repository } from "../../repository.ts";
import type { Store } from "../../store.ts";
import type { WorkflowRun } from "../../workflow-run.ts";
import type { JobLogs } from "../logs.ts";
import type { Runner } from "../runner/runner.ts";
import type { ConcurrencyGroups } from "./concurrency.ts";
import type { ConcurrencyDefinition, WorkflowDefinition } from "./definition.ts";
import { type Contexts, interpolate, type Json, textOf } from "./expressions.ts";
import type { Slots } from "./slots.ts";
import type { Folders, WorkflowSource } from "./workflow-source.ts";

/** What all runs of a forge share. */
export interface EngineContext {
  readonly store: Store;
  readonly runner: Runner;
  /** Where actions and workflows of other repositories are. */
  readonly folders: Folders;
  readonly logs: JobLogs;
  readonly slots: Slots;
  readonly groups: ConcurrencyGroups;
  readonly url: () => string;
  readonly now: () => string;
  /** The token with which a job's artifact calls say which run they are for. */
  readonly artifactToken: (ids: { runId: number; jobId: number }) => string;
}

/** One run while it runs. */
export interface Running {
  readonly workshop: EngineContext;
  readonly run: WorkflowRun;
  readonly repository: Repository;
  readonly git: GitRepository;
  readonly github: { readonly [name: string]: Json };
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Somebody cancelled it. */
  readonly cancelled: AbortSignal;
  /** Somebody cancelled it by force: everything ends. */
  readonly killed: AbortSignal;
}

/** A workflow within a run: the run's own, or one that a job of it calls. */
export interface Frame {
  readonly running: Running;
  readonly definition: WorkflowDefinition;
  readonly source: WorkflowSource;
  /** What stands before its jobs' names: `lane (a) / `. */
  readonly prefix: string;
  readonly inputs: Json;
  readonly secrets: Readonly<Record<string, string>>;
  /** What the token of a job may that has no `permissions:` of its own. */
  readonly scopes: Scopes;
  /** What its tokens may at most. */
  readonly cap: Scopes;
  /** Its jobs end, unless their `if` holds for a cancelled run too: the run was cancelled, or the job that calls. */
  readonly cancelled: AbortSignal;
  /** All its jobs run; in others those of an earlier attempt that need not run again are kept. */
  readonly isNew: boolean;
  /** How many callers it has. */
  readonly depth: number;
}

/** What every expression of a frame can name. */
export const valuesOf = ({ running, inputs }: Frame): Contexts["values"] => ({
  github: running.github,
  vars: running.variables,
  inputs,
});

/**
 * Runs `work` in a concurrency group, once there is a place in it; `null` when it was sent away from there.
 * @throws MilepostError when the group's name cannot be evaluated.
 */
export const inGroup = async <Result>(
  { workshop, run, repository }: Pick<Running, "workshop" | "run" | "repository">,
  {
    wanted,
    contexts,
    signal,
    supersede,
  }: {
    wanted: ConcurrencyDefinition | undefined;
    contexts: Contexts;
    signal: AbortSignal;
    supersede: () => void;
  },
  work: () => Promise<Result>,
): Promise<Result | null> => {
  if (!wanted) return work();
  const name = textOf(interpolate(wanted.group, contexts));
  if (name === "") return work();
  const given = wanted["cancel-in-progress"];
  const group = `${repository.id}:${name}`;
  const cancelInProgress = (typeof given === "string" ? interpolate(given, contexts) : given) === true;
  const member = {
    group,
    cancelInProgress,
    pending: wanted.queue === "max" ? 100 : 1,
    runId: run.id,
    supersede,
  };
  if (!(await workshop.groups.enter(member, signal))) return null;
  try {
    return await work();
  } finally {
    workshop.groups.leave(group);
  }
};
