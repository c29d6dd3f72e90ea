import type { ChangedLines, Line } from "../changed-lines.ts";

/** What a change of a workflow, or of an action beside it, does to the checks; `null` when nothing that can be told. */
export const workflowRole = (path: string, file: ChangedLines): string | null =>
  isForOtherTimes(path, file) || isSettled(file) ? null : "edits what runs the checks";

/** Names of workflows for what has been merged, for a time of day and for issues. */
const otherTimes =
  /^\.github\/workflows\/(?:[\w-]+[._-])?(?:publish|release|deploy|nightly|prober|stale|lock|label(?:er)?|dependabot|scorecards?|changelog|greetings)(?:[._-][\w.-]+)?\.ya?ml$/i;

/** What has a workflow run for a change that is proposed or pushed. */
const forChanges = /\b(?:pull_request\w*|push|merge_group)\b/;

/** Whether the workflow is for no proposed change, by its name, and nothing of the edit has it run for one. */
const isForOtherTimes = (path: string, { status, added, deleted }: ChangedLines): boolean =>
  otherTimes.test(path) &&
  !(status === "deleted" ? deleted : added).some(({ text }) => forChanges.test(text));

/** Lines that say nothing of what is run, or whether its failure counts. A job's name is none: rules ask for it. */
const idle = [
  /^name: |^\s*- name: /,
  /^\s*permissions:( (\{\}|read-all))?$/,
  /^\s*(actions|attestations|checks|contents|deployments|discussions|id-token): (read|write|none)$/,
  /^\s*(issues|packages|pages|pull-requests|security-events|statuses): (read|write|none)$/,
  /^\s*(persist-credentials|cancel-in-progress|check-latest): (true|false)$/,
  /^\s*(timeout-minutes|fetch-depth|retention-days): \d+$/,
  /^\s*(workflow_dispatch|concurrency|with):$/,
  /^\s*(group|cache(-[\w-]+)?|- cron): /,
] as const;

/** Whether the edit brings what it takes away, in the same order and as deep, but for versions and for what is idle. */
const isSettled = ({ added, deleted }: ChangedLines): boolean =>
  added.length + deleted.length > 0 && deciding(added) === deciding(deleted);

const deciding = (lines: readonly Line[]): string =>
  lines
    .map(({ text }) => plain(text.slice(0, 2000)))
    .filter((text) => text !== "")
    .join("\n");

/** A version as a whole: `3`, `'3.13t'`, `^1.21`. */
const version = String.raw`["']?(?:[\^~]|>=)?\d+(?:\.(?:\d+|x))*[a-z]?(?:-dev)?["']?`;

const listed = String.raw`(?:${version}(?:,\s*${version})*)`;

/** The version of an action, by tag or commit. */
const ofAction = /^(\s*(?:- )?uses:\s*["']?[\w./-]+)@[\w.-]+["']?$/;

/** The versions of a language or tool: one, or a list. */
const ofTool = new RegExp(
  String.raw`^(\s*(?:- )?(?:[\w-]*version|python|node|go|rust|java|ruby|php|dotnet)s?):\s*\[?${listed}\]?$`,
);

/** An entry of a list of versions, which may come and go. */
const entry = new RegExp(
  String.raw`^\s*- (?:${version}|\{\s*(?:python|node|go|java|ruby):\s*${version}\s*\})$`,
);

/** What of a line decides something, without the version that it takes; empty for none. */
const plain = (text: string): string => {
  const line = text.replace(/(?:^|\s)#.*$/, "").trimEnd();
  if (idle.some((pattern) => pattern.test(line)) || entry.test(line)) return "";
  return line.replace(ofAction, "$1").replace(ofTool, "$1");
};
