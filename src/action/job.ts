import { z } from "zod";
import { MilepostError } from "../core/error.ts";

const variables = z.object({
  GITHUB_API_URL: z.url(),
  GITHUB_SERVER_URL: z.url(),
  GITHUB_REPOSITORY: z.string().regex(/^[^/]+\/[^/]+$/),
  GITHUB_WORKSPACE: z.string().min(1),
  GITHUB_RUN_ID: z.string().regex(/^\d+$/),
  GITHUB_RUN_ATTEMPT: z.string().regex(/^\d+$/),
  GITHUB_REF: z.string().min(1),
  GITHUB_WORKFLOW_REF: z.string().min(1),
  GITHUB_EVENT_NAME: z.string().min(1),
  GITHUB_EVENT_PATH: z.string().min(1),
  GITHUB_OUTPUT: z.string().min(1),
  GITHUB_STEP_SUMMARY: z.string().min(1),
  RUNNER_TEMP: z.string().min(1),
});

/** The job that an action runs in: what the runner says in the environment. */
export interface Job {
  /** Base URL of the REST API. */
  readonly api: string;
  /** Base URL of the pages, which repositories are fetched from, too. */
  readonly server: string;
  readonly owner: string;
  readonly repo: string;
  /** The folder of the checkout. */
  readonly workspace: string;
  readonly runId: number;
  /** From 1: a run that is started again keeps its id. */
  readonly runAttempt: number;
  /** The ref that the run was started for, such as `refs/heads/main`. */
  readonly ref: string;
  /** File name of the workflow that the run is of, also when this job is in one that it calls. */
  readonly workflow: string;
  /** Paths of what the runner tells the job by, and is told by. */
  readonly files: { readonly event: string; readonly output: string; readonly summary: string };
  /** A folder that is empty at the beginning of the job and gone after it. */
  readonly temp: string;
  /** Aborts when the job is cancelled. */
  readonly signal: AbortSignal;
  /** Has something done when the step has ended, also where it failed. */
  readonly atEnd: (release: () => Promise<void>) => void;
}

/** Reads the job from the environment. @throws {MilepostError} when this is no job. */
export const readJob = (
  environment: NodeJS.ProcessEnv,
  { signal, atEnd }: Pick<Job, "signal" | "atEnd">,
): Job => {
  const read = variables.safeParse(environment);
  if (!read.success) {
    const missing = read.error.issues.map(({ path }) => path.join(".")).join(", ");
    throw new MilepostError(`the runner did not say ${missing}`, {
      hint: "actions run in jobs of a workflow; on a laptop there is `milepost run`",
    });
  }
  const env = read.data;
  const [owner = "", repo = ""] = env.GITHUB_REPOSITORY.split("/");
  return {
    api: env.GITHUB_API_URL,
    server: env.GITHUB_SERVER_URL,
    owner,
    repo,
    workspace: env.GITHUB_WORKSPACE,
    runId: Number(env.GITHUB_RUN_ID),
    runAttempt: Number(env.GITHUB_RUN_ATTEMPT),
    ref: env.GITHUB_REF,
    workflow: /([^/@]+)@/.exec(env.GITHUB_WORKFLOW_REF)?.[1] ?? "",
    files: {
      event: env.GITHUB_EVENT_PATH,
      output: env.GITHUB_OUTPUT,
      summary: env.GITHUB_STEP_SUMMARY,
    },
    temp: env.RUNNER_TEMP,
    signal,
    atEnd,
  };
};

/** What claims of this run are named by. */
export const runName = ({ runId, runAttempt }: Pick<Job, "runId" | "runAttempt">): string =>
  `${runId}-${runAttempt}`;

/** Where people look at the run. */
export const runUrl = ({ server, owner, repo, runId }: Job): string =>
  `${server}/${owner}/${repo}/actions/runs/${runId}`;

/** Where addresses are that take no mail, by which the forge knows accounts. */
export const noreplyHost = ({ server }: Pick<Job, "server">): string => {
  const { hostname } = new URL(server);
  return `users.noreply.${/^127\.0\.0\.1$|(^|\.)localhost$/.test(hostname) ? "localhost" : hostname}`;
};
