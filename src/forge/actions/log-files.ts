import { strToU8, zipSync } from "fflate";
import type { Hono } from "hono";
import type { RepositoryContext } from "../context.ts";
import type { Store } from "../store.ts";
import { jobsOf } from "../workflow-runs/jobs.ts";
import { runById } from "../workflow-runs/runs.ts";
import type { ArtifactKeys } from "./artifacts/keys.ts";
import type { JobLogs } from "./logs.ts";

interface Wanted {
  readonly kind: "job" | "run";
  readonly id: number;
}

/** The address at which anyone who knows it reads a job's log, or all logs of a run as a zip. */
export const logAddress = (
  { urls, actions }: Pick<RepositoryContext, "urls" | "actions">,
  { kind, id }: Wanted,
): string => `${urls.html}/_logs/${kind}/${id}/${actions.keys.signatureFor(id, kind)}`;

export const serveLogs = (
  router: Hono,
  { store, logs, keys }: { store: Store; logs: JobLogs; keys: ArtifactKeys },
): void => {
  router.get("/_logs/:kind/:id/:signature", ({ req }) => {
    const kind = req.param("kind") === "job" ? "job" : "run";
    const id = Number(req.param("id"));
    if (!keys.allows(req.param("signature"), id, kind)) return new Response(null, { status: 403 });
    if (kind === "run") return send("application/zip", zipped(store, logs, id));
    return send("text/plain; charset=utf-8", textOf(logs.read(id)));
  });
};

const send = (type: string, content: string | Uint8Array<ArrayBuffer>): Response =>
  new Response(content, { headers: { "content-type": type } });

const textOf = (lines: ReturnType<JobLogs["read"]>): string => lines.map(({ text }) => `${text}\n`).join("");

/** GitHub leaves out of a job's name what no file may have in its name, and cuts it. */
const longestName = 90;

/** A folder for each job with a file for each step, and the job's whole log beside it, as GitHub packs them. */
const zipped = (store: Store, logs: JobLogs, runId: number): Uint8Array<ArrayBuffer> => {
  const run = runById(store, runId);
  const files = jobsOf(store, runId, run?.attempt ?? null).flatMap((job, index) => {
    const lines = logs.read(job.id);
    const name = job.name.replace(/[/:]/g, "").slice(0, longestName);
    const steps = job.steps.map(({ number, name: step }) => [
      `${name}/${number}_${step.replaceAll("/", "_").slice(0, 80)}.txt`,
      textOf(lines.filter((line) => line.step === number)),
    ]);
    return [[`${index}_${name}.txt`, textOf(lines)], ...steps];
  });
  return new Uint8Array(
    zipSync(Object.fromEntries(files.map(([name = "", text = ""]) => [name, strToU8(text)]))),
  );
};
