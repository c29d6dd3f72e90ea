import { copyFile, mkdtemp, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact, FindOptions } from "@actions/artifact";
import { transcripts } from "../agents/transcript.ts";
import { MilepostError } from "../core/error.ts";
import type { LaneEntry } from "../core/lane/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Job } from "./job.ts";
import { placeOf } from "./place.ts";

/**
 * Files that the jobs of a lane leave for each other. What a job that ran programs left is data from strangers: each
 * file travels as an artifact of its own, never unpacked, so that its content cannot say where it is written.
 */
export interface HandOffs {
  /** Leaves files of the hand-off directory; those that are not there are left out. */
  leave(names: readonly string[]): Promise<void>;
  /** Brings files into the hand-off directory; those that nobody left stay missing. */
  take(names: readonly string[]): Promise<void>;
  /**
   * The same from a lane of another run, with a token that may read runs. Answers whether it left `last`, without which
   * nothing is brought: it is what a step leaves last, and here it is brought last.
   */
  takeFrom(lane: EndedLane, names: readonly string[], last: string): Promise<boolean>;
}

/** A lane that held the todo before. */
interface EndedLane {
  readonly claim: string;
  readonly runId: number;
  readonly token: string;
}

/** Most bytes of a file that is taken in: a change over this is none that anybody reviews. */
const maxBytes = 1_073_741_824;

/** What the plan says of what is left: for how many days, and whether transcripts are. */
type Keeping = Pick<Plan, "artifactDays" | "transcripts">;

/** The hand-offs of an entry's lane; a re-run of a job takes what the newest attempt has left. */
export const handOffsOf = (job: Job, entry: LaneEntry, keeping: Keeping): HandOffs => {
  const dir = placeOf(job).handOff;
  const prefixOf = (claim: string): string => `${entry.plan}.${entry.todo}.${claim.slice(0, 12)}.`;
  const nameOf = (file: string, attempt: number): string => `${prefixOf(commitOf(entry))}${attempt}.${file}`;
  const attempts = Array.from({ length: job.runAttempt }, (_, before) => job.runAttempt - before);
  return {
    leave: async (names) => {
      for (const file of names.filter((name) => keeping.transcripts || !isTranscript(name))) {
        const days = keeping.artifactDays;
        if (await isFilled(join(dir, file)))
          await upload(join(dir, file), { name: nameOf(file, job.runAttempt), job, days });
      }
    },
    take: async (names) => {
      for (const file of names)
        await takeNewest(join(dir, file), { names: attempts.map((at) => nameOf(file, at)), job });
    },
    takeFrom: async ({ claim, runId: workflowRunId, token }, names, last) => {
      const findBy = { token, workflowRunId, repositoryOwner: job.owner, repositoryName: job.repo };
      const { artifacts } = await (await client()).listArtifacts({ findBy });
      const left = newestFirst(artifacts, prefixOf(claim));
      if (!left.some(({ file }) => file === last)) return false;
      for (const name of [...names, last]) {
        const found = left.find(({ file }) => file === name);
        if (found) await download(found.artifact, join(dir, name), { job, findBy });
      }
      return true;
    },
  };
};

/** What tells a lane apart: its claim, or what it proves. */
const commitOf = (entry: LaneEntry): string => {
  switch (entry.kind) {
    case "work":
    case "restack":
    case "split":
      return entry.claim;
    case "proof":
      return entry.sha;
    case "landing":
      return entry.key;
    default:
      return entry satisfies never;
  }
};

/** Artifacts of a claim with the files that they are of; each attempt of a run may have left one. */
const newestFirst = (
  artifacts: readonly Artifact[],
  prefix: string,
): { file: string; artifact: Artifact }[] =>
  artifacts
    .flatMap((artifact) => {
      const attempt = artifact.name.startsWith(prefix) ? artifact.name.slice(prefix.length) : "";
      const [, file] = /^\d+\.(.+)$/.exec(attempt) ?? [];
      return file === undefined ? [] : [{ file, artifact }];
    })
    .sort((one, other) => other.artifact.id - one.artifact.id);

const isTranscript = (file: string): boolean => Object.values<string>(transcripts).includes(file);

const isFilled = async (file: string): Promise<boolean> => {
  const stats = await stat(file).catch(() => null);
  return stats?.isFile() === true && stats.size > 0;
};

/** The toolkit's client takes half a second to load, most of it for the storage that it uploads to. */
const client = async () => new (await import("@actions/artifact")).DefaultArtifactClient();

/** An artifact that is no archive is called like its file. */
const upload = async (
  file: string,
  { name, job, days }: { name: string; job: Job; days: number },
): Promise<void> => {
  const folder = await mkdtemp(join(job.temp, "milepost-upload-"));
  try {
    await copyFile(file, join(folder, name));
    const options = { skipArchive: true, retentionDays: days };
    await (await client()).uploadArtifact(name, [join(folder, name)], folder, options);
  } catch (cause) {
    throw new MilepostError(`${name} could not be left for the next job`, {
      hint: "run the job again: nothing of it is on the forge yet",
      cause,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const takeNewest = async (
  file: string,
  { names, job }: { names: readonly string[]; job: Job },
): Promise<void> => {
  const artifacts = await client();
  for (const name of names) {
    const found = await artifacts.getArtifact(name).catch(nullIfMissing);
    if (!found) continue;
    await download(found.artifact, file, { job });
    return;
  }
};

const download = async (
  { id, name, size, digest }: Artifact,
  file: string,
  { job, findBy }: { job: Job } & FindOptions,
): Promise<void> => {
  if (size > maxBytes)
    throw new MilepostError(`${name} has ${size} bytes: over ${maxBytes} nothing is taken in`);
  const folder = await mkdtemp(join(job.temp, "milepost-download-"));
  try {
    const { digestMismatch } = await (await client()).downloadArtifact(id, {
      path: folder,
      skipDecompress: true,
      ...(findBy === undefined ? {} : { findBy }),
      ...(digest === undefined ? {} : { expectedHash: digest }),
    });
    if (digestMismatch)
      throw new MilepostError(`${name} is not what was uploaded`, { hint: "run the job again" });
    await rename(join(folder, await onlyFileIn(folder)), file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const nullIfMissing = (error: unknown): null => {
  if (error instanceof Error && error.name === "ArtifactNotFoundError") return null;
  throw error;
};

const onlyFileIn = async (folder: string): Promise<string> => {
  const [name] = await readdir(folder);
  if (name !== undefined) return name;
  throw new MilepostError("an artifact was downloaded and is empty", { hint: "run the job again" });
};
