import type { User } from "../../accounts.ts";
import type { Engine } from "../../actions-services.ts";
import type { GitRepository } from "../../git/repository.ts";
import type { Grant } from "../../grant.ts";
import { hasContributed } from "../../issues/table.ts";
import { includes, permissionOf } from "../../permissions.ts";
import { isForeign } from "../../pulls/table.ts";
import { repositoryView } from "../../repositories/view.ts";
import type { Repository } from "../../repository.ts";
import type { Store } from "../../store.ts";
import type { Urls } from "../../urls.ts";
import { userView } from "../../user-view.ts";
import type { WorkflowRun } from "../../workflow-run.ts";
import { createRun, type NewRun, setRunState } from "../../workflow-runs/runs.ts";
import { isDisabled } from "../disabled.ts";
import { interpolate, textOf } from "../engine/expressions.ts";
import { type Workflow, workflowsAt } from "../workflows.ts";
import type { ForgeEvent } from "./event.ts";
import { starts } from "./triggers.ts";

/** Where an event happened, and who caused it. */
export interface Scene {
  readonly store: Store;
  readonly repository: Repository;
  readonly git: GitRepository;
  readonly urls: Urls;
  readonly now: string;
  readonly actor: User;
  /** Set when a job's token caused it. */
  readonly grant: Grant | null;
  readonly engine: Engine;
  /** The default branch's commit; `null` while there is none. */
  readonly tip: string | null;
}

/** Starts the workflows that an event starts, as far as the one who caused it may. */
export const startWorkflows = async (scene: Scene, event: ForgeEvent): Promise<void> => {
  const permitted = whatMayStart(event, scene.grant);
  if (permitted === "nothing") return;
  const { store, repository, git } = scene;
  const approved = permitted === "runs" && !isByNewcomer(scene, event);
  for (const workflow of await workflowsAt(git, repository, event.sha)) {
    if (isDisabled(store, repository, workflow) || !(await starts(workflow, event))) continue;
    startWorkflow(scene, workflow, { event, approved });
  }
};

/** What events of a job's own token start: next to nothing, so that no workflow starts itself for ever. */
const whatMayStart = ({ name, action }: ForgeEvent, grant: Grant | null): "runs" | "waiting" | "nothing" => {
  if (!grant || name === "workflow_dispatch" || name === "repository_dispatch") return "runs";
  const waits = name === "pull_request" && ["opened", "synchronize", "reopened"].includes(action ?? "");
  return waits ? "waiting" : "nothing";
};

/**
 * Whether a fork's pull request, or what happened to it, is by somebody of whom nothing was merged yet: a person
 * looks first. https://docs.github.com/actions/how-tos/manage-workflow-runs/approve-runs-from-forks
 */
const isByNewcomer = ({ store, repository, actor }: Scene, { pull }: ForgeEvent): boolean => {
  if (!pull || !isForeign(pull)) return false;
  const isKnown = (id: number) =>
    includes(permissionOf(store, repository, id), "write") || hasContributed(store, repository.id, id);
  return ![pull.user_id, actor.id].every(isKnown);
};

/** Records a run of one workflow and lets the engine have it, unless somebody has to approve it first. */
export const startWorkflow = (
  scene: Scene,
  workflow: Workflow,
  { event, approved }: { event: ForgeEvent; approved: boolean },
): WorkflowRun => {
  const { store, repository, urls, actor, now, engine } = scene;
  const payload = {
    ...(event.action === null ? {} : { action: event.action }),
    ...event.payload,
    repository: repositoryView(scene),
    sender: userView(actor, urls),
  };
  const wanted: NewRun = {
    repository_id: repository.id,
    workflow_id: workflow.id,
    path: workflow.path,
    name: workflow.name,
    actor_id: actor.id,
    event: event.name,
    head_branch: event.headBranch,
    head_sha: event.headSha,
    head_repository_id: event.pull ? event.pull.head_repository_id : repository.id,
    ref: event.ref,
    sha: event.sha,
    payload: JSON.stringify(payload),
    display_title: titleOf(scene, workflow, event),
  };
  const run = createRun(store, wanted, now);
  if (approved) engine.start(run);
  else setRunState(store, run.id, { status: "completed", conclusion: "action_required" }, now);
  return run;
};

/** The workflow's `run-name`, or what the event is called. */
const titleOf = ({ actor }: Scene, workflow: Workflow, event: ForgeEvent): string => {
  if (workflow.runName === null) return event.title;
  const inputs = JSON.parse(JSON.stringify(event.payload.inputs ?? {}));
  const github = {
    event: JSON.parse(JSON.stringify(event.payload)),
    event_name: event.name,
    actor: actor.login,
    ref: event.ref,
    ref_name: event.headBranch ?? "",
    sha: event.sha,
  };
  try {
    return textOf(interpolate(workflow.runName, { values: { github, inputs } }));
  } catch {
    return event.title;
  }
};
