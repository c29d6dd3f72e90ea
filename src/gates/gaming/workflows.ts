import type { ChangedLines, Line } from "../changed-lines.ts";
import { areWeaker } from "./commands.ts";
import type { FileRole } from "./finding.ts";
import { type EditedPlace, hunksOf } from "./hunks.ts";

/** What a change of a workflow, or of what another service goes by, does to the checks; `null` when nothing that can be told. */
export const workflowRole = (
  path: string,
  file: ChangedLines,
  others: readonly ChangedLines[] = [],
): FileRole | null =>
  isForOtherTimes(path, file) || isSettled(file) || beside.test(path)
    ? null
    : { what: "edits what runs the checks", isWeaker: runsLess(file, others) };

/** Whether a file is what GitHub or another service runs checks by. */
export const isOfChecks = (path: string): boolean =>
  /^\.github\/(workflows|actions)\//.test(path) || otherServices.test(path);

/** What lies beside workflows and is none, nor a program that one may start. */
const beside = /^\.github\/(?:workflows|actions)\/(?:.*\/)?(?:\.editorconfig|\.gitignore|[\w-]+\.md)$/;

const otherServices =
  /(^|\/)(\.circleci\/.+|\.gitlab-ci\.ya?ml|\.travis\.ya?ml|azure-pipelines\.ya?ml|bitbucket-pipelines\.ya?ml|appveyor\.ya?ml|\.drone\.ya?ml)$/;

/** Whether less is run than before, under narrower conditions, or by something else; or nothing at all. */
const runsLess = (file: ChangedLines, others: readonly ChangedLines[]): boolean => {
  const { path, from, status, added, deleted } = file;
  // What is moved to where workflows are runs from now on, or under another name.
  const isPutAside = from !== null && isNamedForOtherTimes(path) && !isNamedForOtherTimes(from);
  if (added.length + deleted.length === 0) return from === null || !inPlace.test(path) || isPutAside;
  if (status === "added") return !added.some(({ text }) => running.test(text));
  const plainly = (lines: readonly Line[]) => lines.map(({ text }) => plain(text.slice(0, 2000)));
  // What a file has no more may be run by another one.
  const elsewhere = others.filter(
    (other) => other.path !== path && isOfChecks(other.path) && !isNamedForOtherTimes(other.path),
  );
  const come = [...added, ...elsewhere.flatMap((other) => other.added)];
  const [before, after] = [plainly(deleted), plainly(come)];
  return (
    isPutAside ||
    hunksOf(file).some((hunk) => narrows(hunk, file)) ||
    areWeaker(before.flatMap(commandIn), after.flatMap(commandIn)) ||
    isLess(before, after)
  );
};

/** Where GitHub finds a workflow, whatever it is called. */
const inPlace = /^\.github\/workflows\/[^/]+\.ya?ml$/;

const running = /^\s*(?:- )?(?:run|uses|script|commands?):/;

/** What a line has run: a command of its own, or one of a block. */
const commandIn = (line: string): string[] => {
  const [, command] = /^\s*(?:- )?run:\s*(?![\s|>])["']?(.+?)["']?$/.exec(line) ?? [];
  if (command !== undefined) return [command];
  const text = line.trim();
  return isKey.test(line) || !/^[a-z./$(!]/.test(text) || /^[^\s.][^\s]*[.*/]\S*$/.test(text) ? [] : [text];
};

const isKey = /^\s*(?:- )?["']?[\w.$-]+["']?:(?:\s|$)|^\s*-\s|^\s*[\]}[{]/;

/** Actions that get a job ready, or keep what it made: it checks as much without them. */
const preparing =
  /uses:\s*["']?(?:actions\/|[\w-]+\/(?:[\w-]*setup[\w-]*|[\w-]*cache[\w-]*|[\w-]*install[\w-]*|[\w-]*toolchain)\b|docker\/|step-security\/|codecov\/|coverallsapp\/|pre-commit-ci\/lite)/;

/** Whether actions, events or branches are taken away that do not come back. */
const isLess = (before: readonly string[], after: readonly string[]): boolean => {
  const bare = (line: string) => line.replace(/^\s*(?:- )?/, "").replace(/:$/, "");
  const kept = new Set(after.map(bare));
  const gone = before.filter((line) => !kept.has(bare(line)));
  const left = branchesIn(after);
  const isLost = (branch: string) =>
    !left.includes(branch) && (/^(?:main|master|develop)$/.test(branch) || left.length === 0);
  return (
    gone.some((line) => /uses:/.test(line) && !preparing.test(line) && !isRun(line, after)) ||
    gone.some((line) => /^\s*(?:- )?(?:pull_request|push|merge_group):?\s*(?:\{\})?$/.test(line)) ||
    (after.some((line) => branchList.test(line)) && branchesIn(before).some(isLost)) ||
    after.some((line) => /:\s*\[\s*\]$/.test(line) || (steering.test(line) && !before.includes(line)))
  );
};

/** Variables that change what programs load or do, whatever command starts them. */
const steering =
  /^\s*["']?(?:NODE_OPTIONS|PYTEST_ADDOPTS|PYTEST_PLUGINS|PYTHONPATH|PYTHONSTARTUP|GOFLAGS|MAVEN_OPTS|JAVA_TOOL_OPTIONS|RUSTFLAGS|MAKEFLAGS|BASH_ENV|ENV|LD_PRELOAD|PATH|(?:npm|NPM)_(?:config|CONFIG)_\w+)["']?\s*:/;

/** Whether a command does what an action did: it has its name. */
const isRun = (line: string, after: readonly string[]): boolean => {
  const [action = "", owner = "", name = ""] = actionIn(line);
  return (
    after.some((other) => action !== "" && actionIn(other)[0] === action) ||
    after
      .flatMap(commandIn)
      .some((command) => command.split(/\s+/).some((word) => word === owner || word === name))
  );
};

/** An action's whole name, its owner and its own, however it is fetched; empty for none. */
const actionIn = (line: string): string[] =>
  /uses:\s*["']?(?:docker:\/\/)?(([\w.-]+)\/([\w.-]+))/
    .exec(line)
    ?.slice(1)
    .map((word) => word.toLowerCase()) ?? [];

const branchList = /^\s*branches:\s*\[/;

const branchesIn = (lines: readonly string[]): string[] =>
  lines
    .filter((line) => branchList.test(line))
    .flatMap((line) => line.slice(line.indexOf("[")).match(/[\w*./-]+/g) ?? []);

/** Conditions, and what is passed over; of a step that comes with them they take nothing away. */
const narrowing =
  /^\s*(?:- )?(?:(?:if|paths|paths-ignore|branches-ignore|tags-ignore|exclude|shell|working-directory):|continue-on-error:(?!\s*false$))|^\s*on:\s*(?:\[?\s*workflow_dispatch\s*\]?)$/;

const narrows = ({ deleted, added }: EditedPlace, file: ChangedLines): boolean => {
  const before = new Set(deleted.map(({ text }) => unnumbered(text)));
  const replaces = deleted.some(({ text }) => running.test(text) || commandIn(plain(text)).length > 0);
  return added.some((line, at) => {
    const { text, number } = line;
    if (!narrowing.test(text) || before.has(unnumbered(text))) return false;
    if (passesDocuments(added.slice(at)) || isOfNewEntry(text, file)) return false;
    const isNewAround = (other: Line) =>
      other.number < number &&
      indentOf(other) < indentOf(line) &&
      begins.test(other.text) &&
      !before.has(unnumbered(other.text));
    const isOfNewStep = /^\s*- /.test(text) || added.some(isNewAround);
    return replaces || !isOfNewStep;
  });
};

/** Whether those runs alone may fail that a list of the matrix has an entry more for. */
const isOfNewEntry = (text: string, { deleted, added }: ChangedLines): boolean => {
  const [, key, entry = ""] =
    /^\s*(?:- )?continue-on-error:\s*\$\{\{\s*matrix\.([\w-]+)\s*==\s*'([\w.-]+)'\s*\}\}$/.exec(
      text.slice(0, 500),
    ) ?? [];
  if (key === undefined) return false;
  const entriesIn = (lines: readonly Line[]) =>
    lines
      .map((line) => line.text.trim())
      .filter((line) => line.startsWith(`${key}: [`))
      .flatMap((line) => line.match(/[\w.-]+/g)?.slice(1) ?? []);
  const before = entriesIn(deleted);
  return before.length > 0 && !before.includes(entry) && entriesIn(added).includes(entry);
};

const unnumbered = (text: string): string => text.trim().replace(/\d[\d.]*/g, "#");

/** Whether what is passed over is documents alone, in a list in its line or below it. */
const passesDocuments = ([first, ...rest]: readonly Line[]): boolean => {
  const [, key, listed = ""] = /^\s*(paths-ignore):\s*(.*)$/.exec(first?.text ?? "") ?? [];
  if (key === undefined) return false;
  const end = rest.findIndex(({ text }) => !/^\s*- /.test(text));
  const below = rest.slice(0, end < 0 ? rest.length : end).map(({ text }) => text);
  const paths = [listed, ...below].flatMap((text) => text.match(/[\w*./-]{2,}/g) ?? []);
  return paths.length > 0 && paths.every((path) => /^docs\b|\.(?:md|rst|txt|adoc)$|^LICENSE/.test(path));
};

/** What begins a step or a job. */
const begins = /^\s*- |^\s{2,8}[\w-]+:\s*$/;

const indentOf = ({ text }: Pick<Line, "text">): number => text.search(/\S/);

/** Names of workflows for what has been merged, for a time of day, for issues and for documents. */
const otherTimes =
  /^\.github\/workflows\/(?:[\w-]+[._-])?(?:publish|(?:go)?release[rs]?|deploy|nightly|prober|stale|lock|label(?:er)?|dependabot|scorecards?|changelog|greetings|welcome|triage|backport|sponsors?|contributors|notify|notifications?|branch-alias|docs?|documentation|pages|website)(?:[._-][\w.-]+)?\.ya?ml$/i;

/** Names of what checks, whatever else is in them. */
const checking = /[/._-](?:ci|tests?|lint|checks?|verify|quality|coverage)[._-]/i;

const isNamedForOtherTimes = (path: string): boolean => otherTimes.test(path) && !checking.test(path);

/** What has a workflow run for a change that is proposed or pushed. */
const forChanges = /^\s*(?:- )?(?:on:.*\b)?(?:pull_request\w*|push|merge_group)\b\s*(?:[:,\]]|$)/;

/** Whether the workflow is for no proposed change, by its name, and nothing of the edit has it run for one. */
const isForOtherTimes = (path: string, { status, added, deleted }: ChangedLines): boolean =>
  isNamedForOtherTimes(path) &&
  (tending.test(path) || !(status === "deleted" ? deleted : added).some(({ text }) => forChanges.test(text)));

/** Names of workflows that tend issues and pull requests, and judge none. */
const tending = /[/._-](?:stale|lock|label(?:er)?|greetings|welcome|triage)[._-]/i;

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
  return line.replace(ofAction, "$1").replace(ofTool, "$1:");
};
