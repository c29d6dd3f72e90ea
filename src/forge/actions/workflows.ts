import { createHash } from "node:crypto";
import { parse } from "yaml";
import { z } from "zod";
import { notFound } from "../errors.ts";
import type { GitRepository } from "../git/repository.ts";
import type { Repository } from "../repository.ts";
import type { CronSchedule } from "./schedules/cron.ts";

const folder = ".github/workflows/";

/** A workflow file, as far as the forge reads it. */
export interface Workflow {
  /** The same for the same path of a repository, always. */
  readonly id: number;
  readonly path: string;
  readonly name: string;
  /** The template of its runs' titles; `null` when it has none. */
  readonly runName: string | null;
  /** What starts it, by event; an unreadable file is started by nothing. */
  readonly triggers: Readonly<Record<string, Trigger>>;
  /** When it is started by the clock. */
  readonly schedules: readonly CronSchedule[];
}

const input = z.looseObject({ required: z.boolean().optional(), default: z.unknown().optional() });
const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]).nullish();
const trigger = z
  .object({
    inputs: z.record(z.string(), input.nullable()).nullish(),
    types: list,
    branches: list,
    "branches-ignore": list,
    tags: list,
    "tags-ignore": list,
    paths: list,
    "paths-ignore": list,
    workflows: list,
  })
  .nullable();
/** What of an event starts a workflow; `null` is all of it. */
export type Trigger = z.output<typeof trigger>;

const eventList = z
  .union([z.string().transform((event) => [event]), z.array(z.string())])
  .transform((events): Record<string, Trigger> => Object.fromEntries(events.map((event) => [event, null])));

const workflowFile = z.looseObject({
  name: z.string().optional(),
  "run-name": z.string().optional(),
  on: z.union([
    eventList,
    z.record(z.string(), z.union([trigger, z.array(z.unknown()).transform(() => null)])),
  ]),
});

const scheduledFile = z.looseObject({
  on: z.looseObject({
    schedule: z.array(z.object({ cron: z.string(), timezone: z.string().optional() })),
  }),
});

/** The workflows at a commit, by path. */
export const workflowsAt = async (
  git: GitRepository,
  repository: Repository,
  commit: string,
): Promise<Workflow[]> => {
  const listing = await git.run(["ls-tree", "-z", "--name-only", commit, folder]);
  const paths = listing.split("\0").filter((path) => /\.ya?ml$/.test(path));
  const workflows = await Promise.all(paths.map((path) => readWorkflow(git, repository, { commit, path })));
  return workflows.filter((workflow) => workflow !== null);
};

/** The workflow of a file at a commit; `null` when there is no such file. */
export const readWorkflow = async (
  git: GitRepository,
  repository: Repository,
  { commit, path }: { commit: string; path: string },
): Promise<Workflow | null> => {
  const object = await git.readObject(`${commit}:${path}`);
  if (object?.type !== "blob") return null;
  const id = idOf(repository, path);
  const content = parseYaml(object.content.toString());
  const result = workflowFile.safeParse(content);
  if (!result.success) return { id, path, name: path, runName: null, triggers: {}, schedules: [] };
  const { name = path, on: triggers, "run-name": runName = null } = result.data;
  const scheduled = scheduledFile.safeParse(content);
  const schedules = scheduled.success ? scheduled.data.on.schedule : [];
  return { id, path, name, runName, triggers, schedules };
};

/** An unreadable file is a workflow without triggers, as on GitHub: it is listed and never runs. */
const parseYaml = (text: string): unknown => {
  try {
    return parse(text);
  } catch {
    return null;
  }
};

/** 48 bits of a hash: ids need no table, and no two of a repository's few files meet. */
const idOf = (repository: Repository, path: string): number =>
  createHash("sha256").update(`${repository.id}:${path}`).digest().readUIntBE(0, 6);

/**
 * The workflow of the default branch that an address names by its id or its file's name.
 * @throws HttpError 404 when there is none.
 */
export const workflowNamed = async (
  git: GitRepository,
  repository: Repository,
  name: string,
): Promise<Workflow> => {
  const workflows = await defaultWorkflows(git, repository);
  const found = workflows.find(({ id, path }) => String(id) === name || path === folder + name);
  if (!found) throw notFound();
  return found;
};

export const defaultWorkflows = async (git: GitRepository, repository: Repository): Promise<Workflow[]> => {
  const commit = await git.readRef(`refs/heads/${repository.default_branch}`);
  return commit === null ? [] : workflowsAt(git, repository, commit);
};
