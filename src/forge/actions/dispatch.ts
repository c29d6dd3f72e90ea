import { z } from "zod";
import { type Answer, noContent, ok } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { unprocessable } from "../errors.ts";
import { operation } from "../operation.ts";
import { isDisabled } from "./disabled.ts";
import { startWorkflow, startWorkflows } from "./events/start.ts";
import { sceneOf } from "./events/watch.ts";
import { runAddresses } from "./view.ts";
import { readWorkflow, type Workflow, workflowNamed } from "./workflows.ts";

/** Limits of dispatches, by GitHub's documentation. */
const inputLimit = 25;
const inputCharacters = 65_535;
const typeCharacters = 100;
const payloadKeys = 10;
const payloadBytes = 65_536;

type Inputs = Readonly<Record<string, unknown>>;

export const createWorkflowDispatch = operation({
  id: "actions/create-workflow-dispatch",
  method: "POST",
  path: "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
  needs: "write",
  body: z.object({
    ref: z.string(),
    inputs: z.record(z.string(), z.unknown()).default({}),
    return_run_details: z.boolean().default(false),
  }),
  handle: async (context) => {
    const { git, repository, params, body } = context;
    const named = await workflowNamed(git, repository, params.workflow_id);
    const branch = body.ref.replace(/^refs\/(heads|tags)\//, "");
    const head_sha = await refTip(context, branch);
    if (head_sha === null) throw unprocessable(`No ref found for: ${body.ref}`);
    const workflow = await readWorkflow(git, repository, { commit: head_sha, path: named.path });
    const inputs = checkedInputs(workflow, body.inputs);
    if (isDisabled(context.store, repository, named)) {
      throw unprocessable("Cannot trigger a 'workflow_dispatch' on a disabled workflow");
    }
    const ref =
      (await git.readRef(`refs/heads/${branch}`)) === null ? `refs/tags/${branch}` : `refs/heads/${branch}`;
    const scene = await sceneOf({ ...context, actor: context.user(), engine: context.actions.engine });
    const event = {
      name: "workflow_dispatch",
      action: null,
      payload: { inputs, ref, workflow: named.path },
      ref,
      sha: head_sha,
      headBranch: branch,
      headSha: head_sha,
      title: named.name,
    };
    const run = startWorkflow(scene, workflow ?? named, { event, approved: true });
    return body.return_run_details ? ok(details(context, run.id)) : noContent();
  },
});

/** The commit of a branch or a tag; a sha is no ref. */
const refTip = async ({ git }: RepositoryContext, name: string): Promise<string | null> =>
  (await git.readRef(`refs/heads/${name}`)) ??
  (/[\s^~:]/.test(name) ? null : ((await git.readObject(`refs/tags/${name}^{commit}`))?.sha ?? null));

/**
 * The inputs with the defaults of those that were not given.
 * @throws HttpError 422 when the workflow is not dispatched or takes other inputs.
 */
const checkedInputs = (workflow: Workflow | null, given: Inputs): Inputs => {
  if (!workflow || !Object.hasOwn(workflow.triggers, "workflow_dispatch")) {
    throw unprocessable("Workflow does not have 'workflow_dispatch' trigger");
  }
  const declared = workflow.triggers.workflow_dispatch?.inputs ?? {};
  const unexpected = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unexpected.length > 0) throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  if (Object.keys(declared).length > inputLimit) {
    throw unprocessable(
      `you may only define up to ${inputLimit} \`inputs\` for a \`workflow_dispatch\` event`,
    );
  }
  if (JSON.stringify(given).length > inputCharacters) throw unprocessable("inputs are too large.");
  for (const [name, input] of Object.entries(declared)) {
    const empty = given[name] === undefined || given[name] === "";
    if (empty && input?.required && input.default === undefined) {
      throw unprocessable(`Required input '${name}' not provided`);
    }
  }
  const defaults = Object.entries(declared).flatMap(([name, input]) =>
    input?.default === undefined ? [] : [[name, input.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
};

const details = (context: RepositoryContext, runId: number) => {
  const { url, html_url } = runAddresses(context, runId);
  return { workflow_run_id: runId, run_url: url, html_url };
};

export const createDispatchEvent = operation({
  id: "repos/create-dispatch-event",
  method: "POST",
  path: "/repos/{owner}/{repo}/dispatches",
  needs: "write",
  body: z.object({
    event_type: z.string(),
    client_payload: z.record(z.string(), z.unknown()).default({}),
  }),
  handle: async (context): Promise<Answer> => {
    const { store, repository, body, user, now } = context;
    throwOnTooMuch(body.event_type, body.client_payload);
    store.transaction(() =>
      store.run(
        `insert into dispatch_events (repository_id, event_type, client_payload, actor_id, created_at)
         values (?, ?, ?, ?, ?)`,
        repository.id,
        body.event_type,
        JSON.stringify(body.client_payload),
        user().id,
        now,
      ),
    );
    const scene = await sceneOf({ ...context, actor: user(), engine: context.actions.engine });
    const branch = repository.default_branch;
    if (scene.tip === null) return noContent();
    await startWorkflows(scene, {
      name: "repository_dispatch",
      action: body.event_type,
      payload: { branch, client_payload: body.client_payload },
      ref: `refs/heads/${branch}`,
      sha: scene.tip,
      headBranch: branch,
      headSha: scene.tip,
      title: body.event_type,
    });
    return noContent();
  },
});

const throwOnTooMuch = (type: string, payload: Inputs): void => {
  if (type === "" || type.length > typeCharacters) {
    throw unprocessable(`Invalid request.\n\nevent_type must be 1 to ${typeCharacters} characters long.`);
  }
  const keys = Object.keys(payload).length;
  if (keys > payloadKeys) {
    throw unprocessable(
      `Invalid request.\n\nNo more than ${payloadKeys} properties are allowed; ${keys} were supplied.`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(payload)) >= payloadBytes)
    throw unprocessable("client_payload is too large.");
};
