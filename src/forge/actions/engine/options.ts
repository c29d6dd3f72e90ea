import type { RepositoryStore } from "../../context.ts";
import type { Store } from "../../store.ts";
import type { WorkflowRun } from "../../workflow-run.ts";
import type { JobLogs } from "../logs.ts";
import type { Runner } from "../runner/runner.ts";
import type { EngineContext } from "./run.ts";
import type { Folders } from "./workflow-source.ts";

/** What an engine is made of. */
export interface EngineOptions {
  readonly store: Store;
  readonly repositories: RepositoryStore;
  readonly runner: Runner;
  readonly folders: Folders;
  readonly logs: JobLogs;
  /** Jobs that run at once. */
  readonly parallel: number;
  readonly url: () => string;
  readonly artifactToken: EngineContext["artifactToken"];
  /** What every repository's workflows are given; a repository's own go first. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string>>;
  /** Told when a run has ended. */
  readonly ended?: (run: WorkflowRun) => Promise<void>;
}
