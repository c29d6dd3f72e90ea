import type { SeenHead, SeenRun } from "../../core/ci/seen.ts";
import { plainText } from "../../core/plain-text.ts";
import type { RunsByHead } from "../../steps/ci.ts";
import { at, type GitHub, says, statusOf } from "../client.ts";

interface RawRun {
  readonly id: number;
  readonly name?: string | null | undefined;
  readonly path: string;
  readonly run_attempt?: number | undefined;
  readonly status: string | null;
  readonly conclusion: string | null;
  readonly run_started_at?: string | undefined;
  readonly created_at: string;
  readonly html_url: string;
}

/** Heads of which each is asked for by itself. */
const fewHeads = 2;

/** Pages of runs that many heads are looked for in. */
const maxPages = 3;

/** The workflow runs at heads, the newest first; none where the token may not see them. */
export const readRuns = async (
  github: GitHub,
  heads: readonly Pick<SeenHead, "head" | "at">[],
): Promise<RunsByHead> => {
  try {
    const together = heads.length > fewHeads ? await runsSince(github, heads) : null;
    if (together) return together;
    const found = new Map<string, SeenRun[]>();
    for (const { head } of heads) found.set(head, await runsAt(github, head));
    return found;
  } catch (error) {
    if (statusOf(error) === 403 || statusOf(error) === 404)
      return new Map(heads.map(({ head }) => [head, []]));
    throw error;
  }
};

const runsAt = async (github: GitHub, head_sha: string): Promise<SeenRun[]> => {
  const list = github.octokit.rest.actions.listWorkflowRunsForRepo;
  const { data } = await list({ ...at(github), head_sha, per_page: 100 });
  return data.workflow_runs.map(runOf);
};

/**
 * The same from what pushes and pull requests have started since the first of the heads was committed, which are few
 * requests for however many heads; `null` where that is too much.
 */
const runsSince = async (
  github: GitHub,
  heads: readonly Pick<SeenHead, "head" | "at">[],
): Promise<RunsByHead | null> => {
  const found = new Map<string, SeenRun[]>(heads.map(({ head }) => [head, []]));
  const first = Math.min(...heads.map((one) => Date.parse(one.at))) - dayMs;
  const created = `>=${new Date(first).toISOString().slice(0, 10)}`;
  const list = github.octokit.rest.actions.listWorkflowRunsForRepo;
  for (const event of ["pull_request", "push"])
    for (let page = 1, isLast = false; !isLast; page += 1) {
      if (page > maxPages) return null;
      const { data } = await list({ ...at(github), event, created, per_page: 100, page });
      for (const raw of data.workflow_runs) found.get(raw.head_sha)?.push(runOf(raw));
      isLast = data.workflow_runs.length < 100;
    }
  return found;
};

/** Clocks of those who commit may be ahead. */
const dayMs = 24 * 60 * 60 * 1000;

const runOf = (raw: RawRun): SeenRun => ({
  id: raw.id,
  name: plainText(raw.name ?? raw.path),
  attempt: raw.run_attempt ?? 1,
  standing: standingOf(raw),
  since: raw.run_started_at ?? raw.created_at,
  url: raw.html_url,
  own: /\/milepost[^/]*$/.test(raw.path),
});

const standingOf = ({ status, conclusion }: RawRun): SeenRun["standing"] => {
  // GitHub says either: a run that waits is completed, or has this status.
  if (conclusion === "action_required" || status === "action_required") return "approval";
  if (status !== "completed") return "pending";
  return ["success", "neutral", "skipped", "stale"].includes(conclusion ?? "") ? "passed" : "failed";
};

/** Runs the failed jobs of a run again; answers whether they run. */
export const rerunFailed = async (github: GitHub, run_id: number): Promise<boolean> => {
  try {
    const request = { retries: 0 };
    await github.octokit.rest.actions.reRunWorkflowFailedJobs({ ...at(github), run_id, request });
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === 403 && says(error, "already running")) return true;
    // A right that it lacks, or a run that is too old.
    if (status === 403 || status === 404 || status === 409 || status === 422) return false;
    throw error;
  }
};

/** Longest end of a log that is looked at, in characters. */
const maxTail = 20_000;

/** The end of a job's log, without what the runner adds to it; `null` where there is none to read. */
export const readLogEnd = async (github: GitHub, job_id: number): Promise<string | null> => {
  try {
    const { data } = await github.octokit.rest.actions.downloadJobLogsForWorkflowRun({
      ...at(github),
      job_id,
    });
    return logEnd(textOf(data));
  } catch (error) {
    if (statusOf(error) === null || Number(statusOf(error)) >= 500) throw error;
    return null;
  }
};

const textOf = (data: unknown): string =>
  data instanceof ArrayBuffer ? Buffer.from(data).toString("utf8") : typeof data === "string" ? data : "";

/** Without times and colours, up to the error that ended it: what comes after tidies up. */
export const logEnd = (log: string): string => {
  const lines = plainText(log.slice(-maxTail).replace(colour, ""))
    .split("\n")
    .map((line) => line.replace(/^\uFEFF?\d{4}-\d\d-\d\dT[\d:.]+Z ?/, "").trimEnd());
  const last = lines.findLastIndex((line) => line.startsWith("##[error]"));
  const shown = last === -1 ? lines : lines.slice(0, last + 1);
  return shown
    .filter((line) => line !== "##[endgroup]")
    .map((line) => line.replace(/^##\[(\w+)\]/, (_, word: string) => (word === "error" ? "Error: " : "")))
    .join("\n")
    .trim();
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: ESC begins what colours a terminal (ECMA-48)
const colour = /\u001b\[[0-9;]*[A-Za-z]/g;
