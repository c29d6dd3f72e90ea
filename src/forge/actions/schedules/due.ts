import type { RepositoryStore } from "../../context.ts";
import { allRepositories } from "../../repositories/table.ts";
import { fullNameOf, type Repository } from "../../repository.ts";
import type { Store } from "../../store.ts";
import { isDisabled } from "../disabled.ts";
import { type Workflow, workflowsAt } from "../workflows.ts";
import { readSchedule, type Timetable } from "./cron.ts";

/** A workflow whose time has come. */
export interface Due {
  readonly repository: Repository;
  /** The default branch's commit, whose workflow it is. */
  readonly tip: string;
  readonly workflow: Workflow;
  /** The line of its schedule that it is due by. */
  readonly cron: string;
}

interface Scheduled {
  readonly tip: string;
  readonly timetables: readonly { readonly workflow: Workflow; readonly timetable: Timetable }[];
}

/** The schedules of all repositories; those of a default branch are read once for each commit. */
export class Schedules {
  readonly #store: Store;
  readonly #repositories: RepositoryStore;
  readonly #known = new Map<number, Scheduled>();

  constructor(store: Store, repositories: RepositoryStore) {
    this.#store = store;
    this.#repositories = repositories;
  }

  /** What is due after one time and until another, each line once, however often it would have been. */
  async dueBetween(between: { readonly after: Date; readonly until: Date }): Promise<Due[]> {
    const due: Due[] = [];
    for (const repository of allRepositories(this.#store)) {
      const scheduled = await this.#scheduledIn(repository);
      for (const { workflow, timetable } of scheduled?.timetables ?? []) {
        if (!scheduled || isDisabled(this.#store, repository, workflow) || !timetable.isDue(between))
          continue;
        due.push({ repository, tip: scheduled.tip, workflow, cron: timetable.cron });
      }
    }
    return due;
  }

  async #scheduledIn(repository: Repository): Promise<Scheduled | null> {
    const git = this.#repositories.open(repository);
    const tip = await git.readRef(`refs/heads/${repository.default_branch}`);
    if (tip === null) return null;
    const known = this.#known.get(repository.id);
    if (known?.tip === tip) return known;
    const workflows = await workflowsAt(git, repository, tip);
    const timetables = workflows.flatMap((workflow) => timetablesOf(repository, workflow));
    this.#known.set(repository.id, { tip, timetables });
    return { tip, timetables };
  }
}

/** A line that is no schedule starts nothing, and is said. */
const timetablesOf = (repository: Repository, workflow: Workflow): Scheduled["timetables"] =>
  workflow.schedules.flatMap((schedule) => {
    try {
      return [{ workflow, timetable: readSchedule(schedule) }];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`forge: ${fullNameOf(repository)}, ${workflow.path}: ${reason}\n`);
      return [];
    }
  });
