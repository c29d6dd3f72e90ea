import { z } from "zod";
import type { ActionsServices } from "../../actions-services.ts";
import { found, listed, noContent, ok } from "../../answer.ts";
import { byNumber } from "../../by-number.ts";
import { timestamp } from "../../clock.ts";
import type { Operation, RepositoryContext } from "../../context.ts";
import { gone, notFound } from "../../errors.ts";
import { nodeId } from "../../node-id.ts";
import { operation } from "../../operation.ts";
import { pageItems } from "../../pagination.ts";
import { fullNameOf } from "../../repository.ts";
import { runAt, runById } from "../../workflow-runs/runs.ts";
import { blobAddress } from "./service.ts";
import { type Artifact, artifactsOf, deleteArtifact, findArtifact } from "./table.ts";

const one = "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}";
const byName = z.object({ name: z.string().optional() });

/** GitHub's `artifact`. */
const artifactView = ({ store, repository, urls, actions }: RepositoryContext, artifact: Artifact) => {
  const url = `${urls.repository(fullNameOf(repository))}/actions/artifacts/${artifact.id}`;
  const run = runById(store, artifact.run_id);
  const { id: repository_id } = repository;
  return {
    id: artifact.id,
    node_id: nodeId("A", artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.size,
    digest: artifact.digest,
    url,
    archive_download_url: `${url}/zip`,
    expired: isExpired(actions, artifact),
    created_at: artifact.created_at,
    updated_at: artifact.updated_at,
    expires_at: artifact.expires_at,
    workflow_run: run
      ? {
          id: run.id,
          repository_id,
          head_repository_id: repository_id,
          head_branch: run.head_branch ?? "",
          head_sha: run.head_sha,
        }
      : null,
  };
};

const isExpired = ({ clock }: Pick<ActionsServices, "clock">, { expires_at }: Artifact): boolean =>
  expires_at <= timestamp(clock.now());

const show = (
  context: RepositoryContext<Record<string, string>, undefined, z.output<typeof byName>>,
  artifacts: readonly Artifact[],
) => {
  const { name } = context.query;
  const wanted = artifacts.filter((artifact) => name === undefined || artifact.name === name);
  const views = pageItems(wanted, context.page).map((artifact) => artifactView(context, artifact));
  return listed({ total_count: wanted.length, artifacts: views }, context.page, wanted.length);
};

const listForRepository = operation({
  id: "actions/list-artifacts-for-repo",
  method: "GET",
  path: "/repos/{owner}/{repo}/actions/artifacts",
  needs: "read",
  query: byName,
  handle: (context) => show(context, artifactsOf(context.store, context.repository.id, null)),
});

const listForRun = operation({
  id: "actions/list-workflow-run-artifacts",
  method: "GET",
  path: "/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
  needs: "read",
  query: byName,
  handle: (context) => {
    const { store, repository, params } = context;
    return show(context, artifactsOf(store, repository.id, runAt(store, repository, params.run_id).id));
  },
});

/** @throws HttpError 404 when the repository has no artifact of that id. */
const addressed = ({
  store,
  repository,
  params,
}: RepositoryContext<{ readonly artifact_id: string }>): Artifact =>
  byNumber(params.artifact_id, (id) => findArtifact(store, repository.id, id));

const get = operation({
  id: "actions/get-artifact",
  method: "GET",
  path: one,
  needs: "read",
  handle: (context) => ok(artifactView(context, addressed(context))),
});

const download = operation({
  id: "actions/download-artifact",
  method: "GET",
  path: `${one}/{archive_format}`,
  needs: "read",
  handle: (context) => {
    if (context.params.archive_format !== "zip") throw notFound();
    const { urls, actions } = context;
    const artifact = addressed(context);
    if (isExpired(actions, artifact)) throw gone("Artifact has expired");
    return found(blobAddress({ keys: actions.keys, url: () => urls.html }, artifact.id, "read"));
  },
});

const remove = operation({
  id: "actions/delete-artifact",
  method: "DELETE",
  path: one,
  needs: "write",
  handle: async (context) => {
    const { id } = addressed(context);
    deleteArtifact(context.store, id);
    await context.actions.artifacts.remove(id);
    return noContent();
  },
});

export const artifactOperations: readonly Operation[] = [
  listForRepository,
  listForRun,
  get,
  download,
  remove,
];
