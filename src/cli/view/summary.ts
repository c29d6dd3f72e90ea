import { spentText, stepsText } from "../../core/cost/words.ts";
import { count } from "../../core/count.ts";
import type { Result, ResultPull } from "../../core/report/report.ts";
import { shellWord } from "../../core/shell-word.ts";
import { leftCountText } from "../../core/todo/counts.ts";
import { clip, plain, plainLine } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { type Column, table } from "../text/table.ts";
import { clock } from "../text/time.ts";
import { wrapped } from "../text/wrapped.ts";

/** Where the summary is read, and what the result itself does not know. */
export interface SummaryPlace {
  /** Width to keep to; `null` when it is no terminal. */
  readonly columns: number | null;
  readonly colors: Colors;
  /** The local forge's data folder; `null` on GitHub. */
  readonly data: string | null;
  /** The file with the report that the run wrote. */
  readonly report: string;
  /** The repository's folder, as it is named in commands. */
  readonly repo: string;
  /** The command that goes on with this run, without `--retry`. */
  readonly command: string;
  readonly interrupted: boolean;
}

/** The end of a run in lines: its pull requests, the six criteria, and what to do next. */
export const summary = (result: Result, place: SummaryPlace): string[] => [
  "",
  ...(result.pulls.length > 0 ? [...pullLines(result.pulls, place), ""] : []),
  ...(place.interrupted ? [] : [...criteriaLines(result, place), ""]),
  ...endLines(result, place),
  ...waitingLines(result, place),
  "",
  ...whereLines(result, place),
];

/** What is said when the plan was closed before the run. */
export const idleLines = (
  { milestone, todos }: Result,
  { colors, data }: Pick<SummaryPlace, "colors" | "data">,
): string[] => [
  `${colors.green("✓")} Nothing to do: milestone #${milestone?.number} is closed, ${todos.done} of ${count(todos.total, "todo")} done`,
  ...(data === null ? [] : [`${colors.dim("Forge's data:")} ${data}`]),
];

const pullColumns: readonly Column[] = [
  { head: "order" },
  { head: "todo", least: 14 },
  { head: "branch", least: 18, dropped: 2 },
  { head: "base", least: 12, dropped: 1 },
  { head: "PR", align: "right" },
  { head: "lines", align: "right" },
  { head: "rounds", align: "right" },
  { head: "verdict" },
  { head: "state" },
];

const pullLines = (pulls: readonly ResultPull[], { columns, colors }: SummaryPlace): string[] => {
  const rows = pulls.map(({ order, todo, branch, base, number, lines, rounds, verdict, state }) => [
    { text: order },
    { text: todo, paint: colors.bold },
    { text: branch },
    { text: base, paint: colors.dim },
    { text: `#${number}` },
    { text: String(lines) },
    { text: String(rounds) },
    verdict === "approve"
      ? { text: "approved", paint: colors.green }
      : { text: verdict === null ? "none" : "changes requested", paint: colors.yellow },
    { text: state },
  ]);
  const width = columns === null ? null : columns - 2;
  return table(pullColumns, rows, { columns: width, paintHead: colors.dim }).map((line) => ` ${line}`);
};

const criteriaLines = ({ criteria }: Result, { columns, colors }: SummaryPlace): string[] =>
  criteria.map(({ name, ok, evidence }) => {
    const mark = ok ? colors.green("✓") : colors.red("✗");
    const shown = plain(evidence);
    return ` ${mark} ${name.padEnd(11)} ${columns === null ? shown : clip(shown, columns - 17)}`;
  });

const endLines = (result: Result, { columns, colors, interrupted }: SummaryPlace): string[] => {
  const { milestone, todos, followUps, requests, spent, wallMs } = result;
  const steps = stepsText(spent);
  const closed = milestone?.state === "closed";
  const name = milestone === null ? "The milestone" : `Milestone #${milestone.number}`;
  const open = interrupted ? "is open: the run was interrupted" : "stays open: it waits for a person";
  const standing = closed ? colors.green(`${name} is closed`) : colors.yellow(`${name} ${open}`);
  const blocked = `${todos.blocked > 0 ? `, ${todos.blocked} blocked` : ""}${leftCountText(todos.left ?? 0)}`;
  return [
    ` ${standing}`,
    ` ${todos.done} of ${count(todos.total, "todo")} done${blocked}; ${count(followUps.opened, "follow-up")} opened, ${followUps.open} still open`,
    ...[`Agents and reviewers took ${spentText(spent)}`, ...(steps === "" ? [] : [`Of that ${steps}`])].map(
      (line) => clip(` ${line}`, (columns ?? Number.POSITIVE_INFINITY) - 1),
    ),
    ...(result.set ? [` Set instead of the plan's: ${result.set.map(plain).join(", ")}`] : []),
    colors.dim(
      ` ${clock(wallMs)} in all; ${count(requests.read, "request")} to read, ${requests.write} to write`,
    ),
  ];
};

/** What keeps a run from its end, each reason whole: it is what a person came to read. */
const waitingLines = (
  { waiting, todos }: Result,
  { columns, colors, command, repo }: SummaryPlace,
): string[] => {
  if (waiting.length === 0) return [];
  return [
    "",
    ...waiting.flatMap((reason) => {
      const [first = "", ...rest] = reason.split("\n");
      return [` ${colors.red("✗")} ${plain(first)}`, ...rest.map((line) => ` ${plainLine(line)}`)].flatMap(
        (line) => wrapped(line, columns),
      );
    }),
    "",
    ...(todos.blocked > 0 ? answerLines(repo) : [" Put right what it says, then go on:"]),
    `   ${command}`,
  ];
};

const answerLines = (repo: string): string[] => {
  const place = repo === "." ? "" : ` --repo ${shellWord(repo)}`;
  return [
    " All that is known of a todo, and what its programs printed:",
    `   milepost show <todo>${place}`,
    `   milepost logs <todo>${place}`,
    " Answer, then go on; with `--retry` every blocked todo is tried again:",
  ];
};

const whereLines = ({ pulls, milestone }: Result, place: SummaryPlace): string[] => {
  const { colors, data, report, command, interrupted, repo } = place;
  const git = repo === "." ? "git" : `git -C ${shellWord(repo)}`;
  const approved = pulls.find(({ verdict }) => verdict === "approve");
  return [
    ...(interrupted && milestone?.state !== "closed" ? [` Go on from here:  ${command}`] : []),
    ...(approved ? [` ${colors.dim("Approved work:")}   ${git} log milepost/${approved.branch}`] : []),
    ` ${colors.dim("Report:")}          ${report}`,
    ...(data === null ? [] : [` ${colors.dim("Forge's data:")}    ${data}`]),
  ];
};
