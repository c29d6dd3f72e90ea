import type { Hono, Context as HonoContext } from "hono";
import { z } from "zod";
import { errorCode } from "../../../git/files.ts";
import type { AddressSigner } from "../../actions-services.ts";
import { jsonOf } from "../../body.ts";
import { timestamp } from "../../clock.ts";
import { HttpError } from "../../errors.ts";
import type { Store } from "../../store.ts";
import { runById } from "../../workflow-runs/runs.ts";
import type { ArtifactFiles } from "./files.ts";
import type { ArtifactKeys, JobIds } from "./keys.ts";
import {
  type Artifact,
  artifactNamed,
  artifactsOf,
  deleteArtifact,
  finalizeArtifact,
  findArtifact,
  insertArtifact,
} from "./table.ts";

/** What the artifact service works on. */
interface ArtifactHost {
  readonly store: Store;
  readonly files: ArtifactFiles;
  readonly keys: ArtifactKeys;
  readonly url: () => string;
}

const service = "/twirp/github.actions.results.api.v1.ArtifactService";
const blob = "/_artifacts/:id/:signature";

const named = z.object({ workflow_run_backend_id: z.string(), name: z.string() });
const filtered = z.object({
  workflow_run_backend_id: z.string(),
  name_filter: z.string().optional(),
  id_filter: z.string().optional(),
});

/** The most bytes of a call, which names artifacts and holds none. */
const longestCall = 1_000_000;

/**
 * The service that `@actions/artifact` speaks to from inside a job: artifacts of the job's own run, whose archives
 * are put and got at signed addresses. Its calls are those of the client's generated code.
 */
export const serveArtifacts = (router: Hono, host: ArtifactHost): void => {
  const calls = { CreateArtifact, FinalizeArtifact, ListArtifacts, GetSignedArtifactURL, DeleteArtifact };
  for (const [name, call] of Object.entries(calls)) {
    router.post(`${service}/${name}`, async (request) => {
      const token = /^Bearer (.+)$/.exec(request.req.header("authorization") ?? "")?.[1];
      const ids = host.keys.idsIn(token ?? "");
      if (!ids) return refusal(401, "unauthenticated", "the token is none of this forge's");
      try {
        return await call(host, ids, await jsonOf(request.req.raw, longestCall));
      } catch (error) {
        return refusalOf(error);
      }
    });
  }
  router.put(blob, (request) => upload(host, request).catch(refusalOf));
  router.get(blob, (request) => download(host, request));
};

const CreateArtifact = (host: ArtifactHost, { runId }: JobIds, body: unknown): Response => {
  const { name } = named.parse(body);
  const run = runById(host.store, runId);
  if (!run) return refusal(404, "not_found", "the run is gone");
  if (/["':<>|*?\\/\r\n]/.test(name))
    return refusal(400, "invalid_argument", `${name} is no name for an artifact`);
  if (artifactNamed(host.store, runId, name)) {
    const message = "an artifact with this name already exists on the workflow run";
    return refusal(409, "already_exists", message);
  }
  const id = insertArtifact(host.store, { repositoryId: run.repository_id, runId, name }, timestamp());
  return Response.json({ ok: true, signed_upload_url: blobAddress(host, id, "write") });
};

const FinalizeArtifact = async (host: ArtifactHost, { runId }: JobIds, body: unknown): Promise<Response> => {
  const artifact = artifactNamed(host.store, runId, named.parse(body).name);
  if (!artifact) return refusal(404, "not_found", "there is no such artifact");
  finalizeArtifact(host.store, { id: artifact.id, ...(await host.files.measure(artifact.id)) }, timestamp());
  return Response.json({ ok: true, artifact_id: String(artifact.id) });
};

const ListArtifacts = (host: ArtifactHost, { runId, jobId }: JobIds, body: unknown): Response => {
  const { name_filter: name, id_filter: id } = filtered.parse(body);
  const run = runById(host.store, runId);
  const artifacts = run ? artifactsOf(host.store, run.repository_id, runId) : [];
  const wanted = artifacts.filter(
    (one) => (name === undefined || one.name === name) && (id === undefined || String(one.id) === id),
  );
  return Response.json({ artifacts: wanted.map((artifact) => listing(artifact, jobId)) });
};

const listing = (artifact: Artifact, jobId: number) => ({
  workflow_run_backend_id: String(artifact.run_id),
  workflow_job_run_backend_id: String(jobId),
  database_id: String(artifact.id),
  name: artifact.name,
  size: String(artifact.size),
  created_at: artifact.created_at,
  ...(artifact.digest === null ? {} : { digest: artifact.digest }),
});

const GetSignedArtifactURL = (host: ArtifactHost, { runId }: JobIds, body: unknown): Response => {
  const artifact = artifactNamed(host.store, runId, named.parse(body).name);
  if (!artifact?.finalized) return refusal(404, "not_found", "there is no such artifact");
  return Response.json({ signed_url: blobAddress(host, artifact.id, "read") });
};

const DeleteArtifact = async (host: ArtifactHost, { runId }: JobIds, body: unknown): Promise<Response> => {
  const artifact = artifactNamed(host.store, runId, named.parse(body).name);
  if (!artifact) return refusal(404, "not_found", "there is no such artifact");
  deleteArtifact(host.store, artifact.id);
  await host.files.remove(artifact.id);
  return Response.json({ ok: true, artifact_id: String(artifact.id) });
};

/** The address at which anyone who knows it reads, or writes, an archive. */
export const blobAddress = (
  { keys, url }: Pick<ArtifactHost, "url"> & { readonly keys: AddressSigner },
  id: number,
  access: "read" | "write",
): string => `${url()}/_artifacts/${id}/${keys.signatureFor(id, access)}`;

/** Takes an archive as Azure's blob storage does: whole, or in blocks and then the list of them. */
const upload = async ({ keys, files }: ArtifactHost, { req }: HonoContext): Promise<Response> => {
  const id = Number(req.param("id"));
  if (!keys.allows(req.param("signature") ?? "", id, "write")) return new Response(null, { status: 403 });
  const content = new Uint8Array(await req.arrayBuffer());
  switch (req.query("comp")) {
    case "block":
      await files.putBlock(id, req.query("blockid") ?? "", content);
      break;
    case "blocklist": {
      const list = new TextDecoder().decode(content);
      await files.putBlocks(
        id,
        [...list.matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g)].map(([, block]) => block ?? ""),
      );
      break;
    }
    default:
      await files.put(id, content);
  }
  return new Response(null, {
    status: 201,
    headers: { etag: '"1"', "last-modified": new Date().toUTCString() },
  });
};

const download = async ({ keys, files, store }: ArtifactHost, { req }: HonoContext): Promise<Response> => {
  const id = Number(req.param("id"));
  if (!keys.allows(req.param("signature") ?? "", id, "read")) return new Response(null, { status: 403 });
  const artifact = store.get<Artifact>("select * from artifacts where id = ?", id);
  if (!artifact || !findArtifact(store, artifact.repository_id, id))
    return new Response(null, { status: 404 });
  return new Response(await files.read(id), {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${encodeURIComponent(artifact.name)}.zip"`,
    },
  });
};

/** An error as Twirp writes it. */
const refusal = (status: number, code: string, msg: string): Response =>
  Response.json({ code, msg }, { status });

/** What a client can do nothing for is thrown on. */
const refusalOf = (error: unknown): Response => {
  if (error instanceof z.ZodError || error instanceof HttpError)
    return refusal(400, "malformed", error.message);
  if (errorCode(error) === "ENOENT") return refusal(400, "failed_precondition", "not all of it was uploaded");
  throw error;
};
