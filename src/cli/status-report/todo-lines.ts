import { spentText, stepsText } from "../../core/cost/words.ts";
import { count } from "../../core/count.ts";
import { shellWord } from "../../core/shell-word.ts";
import { headOf } from "../../core/todo/blocked.ts";
import { leftState } from "../../core/todo/left.ts";
import type { Attempt } from "../../local/attempts.ts";
import { clip, plain, plainLine } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { cellsIn, unmarked } from "../text/markdown.ts";
import { type Column, table } from "../text/table.ts";
import { clock, moment } from "../text/time.ts";
import { wrapped } from "../text/wrapped.ts";
import { looksOf } from "./lines.ts";
import type { TodoDetails } from "./todo.ts";

/** All that is known of a todo, and what is kept of its lanes on this machine. */
type KnownTodo = TodoDetails & { readonly attempts: readonly Attempt[] };

interface TodoPlace {
  readonly columns: number | null;
  readonly colors: Colors;
  /** The repository's folder, as it is named in commands. */
  readonly repo: string;
}

/** How one todo stands, as lines: its state, what was found and asked, its gates, its attempts, and who said what. */
export const todoLines = (one: KnownTodo, { columns, colors, repo }: TodoPlace): string[] => {
  const { mark, paint } = looksOf(one, colors);
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0
      ? []
      : ["", colors.bold(title), ...lines.flatMap((line) => wrapped(` ${line}`, columns))];
  const { record } = one;
  const facts = (all: readonly Fact[]) =>
    all.flatMap(([name, value]) => wrapped(`${colors.dim(name.padEnd(9))} ${plain(value)}`, columns));
  return [
    ...wrapped(`${paint(`${mark} ${one.order} ${one.todo}`)}  ${colors.bold(plain(one.title))}`, columns),
    "",
    ...facts(standingOf(one)),
    ...one.why.map(plainLine).flatMap((line) => wrapped(line, columns)),
    ...(one.why.length > 0 ? [""] : []),
    ...facts(factsOf(one)),
    ...section("Attempts", attemptLines(one, { columns, colors })),
    ...section(
      "Denied by the sandbox",
      one.attempts.flatMap(({ number, denied }) => denied.map((what) => `#${number} ${plain(what)}`)),
    ),
    ...section("Gates", one.gates === null ? [] : gateLines(one.gates)),
    ...section("Findings", record.findings.map(findingLine)),
    ...section(
      "Asked for",
      record.asks.map(({ cause, kind, title }) => `${plain(title)} (a ${kind}, by ${cause})`),
    ),
    ...section(
      "The agent's answers",
      record.answers.map(({ round, text }) => `round ${round}: ${plain(text)}`),
    ),
    ...section(
      "Said",
      one.said.map(({ at, by, where, text }) => `${moment(at)} ${by}, ${where}: ${plain(unmarked(text))}`),
    ),
    ...section("Look closer", closer(one, repo)),
  ];
};

/** Commands that show what is too long to stand here. */
const closer = (
  { order, file, attempts, pull, record: { logs, resume } }: KnownTodo,
  repo: string,
): string[] => {
  const place = [...["--plan", file], ...(repo === "." ? [] : ["--repo", repo])].map(shellWord).join(" ");
  return [
    ...(attempts.length > 0 ? [`milepost logs ${order} ${place}`] : []),
    ...(logs?.kind === "run" ? [logs.url] : []),
    ...(pull === null && resume === null ? [] : [`milepost diff ${order} ${place}`]),
  ];
};

const attemptColumns: readonly Column[] = [
  { head: "#", align: "right" },
  { head: "round", align: "right", dropped: 1 },
  { head: "began", dropped: 2 },
  { head: "took", align: "right", dropped: 3 },
  { head: "ended", least: 20 },
  { head: "logs", dropped: 0 },
];

const attemptLines = (
  { attempts, cutOff }: KnownTodo,
  { columns, colors }: Omit<TodoPlace, "repo">,
): string[] => {
  if (attempts.length === 0) return [];
  const rows = attempts.map(({ number, round, begun, ended, from, dir }, at) => {
    const paint = ended === null ? colors.yellow : ended.result === "approved" ? colors.green : colors.red;
    const isOpen = at === attempts.length - 1 && !cutOff;
    const how = ended === null ? (isOpen ? "not yet" : "cut off") : endOf(ended);
    return [
      { text: String(number), paint: colors.bold },
      { text: String(round) },
      { text: moment(begun), paint: colors.dim },
      { text: ended === null ? "" : clock(Date.parse(ended.at) - Date.parse(begun)) },
      { text: from === "review" ? `${how} (only reviewed)` : how, paint },
      { text: dir, paint: colors.dim },
    ];
  });
  const width = columns === null ? null : columns - 1;
  return table(attemptColumns, rows, { columns: width, paintHead: colors.dim });
};

const endOf = ({ result, detail }: NonNullable<Attempt["ended"]>): string =>
  detail === "" ? result : clip(`${result}: ${plain(headOf(detail))}`, longestEnd);

const longestEnd = 70;

/** A name and what it is of the todo. */
type Fact = readonly [string, string];

const known = (all: readonly (readonly [string, string | null])[]): Fact[] =>
  all.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));

const standingOf = (one: TodoDetails): Fact[] =>
  known([
    ["state", stateOf(one)],
    ["left", one.left],
    ["skipped", one.record.skipped],
    ["waits for", one.waitsFor.join(", ") || null],
    ["blocked", one.blocked === null ? null : headOf(one.blocked)],
  ]);

const factsOf = (one: TodoDetails): Fact[] => {
  const { record, limits } = one;
  return known([
    ["body", one.body],
    ["issue", one.issue === null ? null : `#${one.issue}`],
    ["PR", one.pull === null ? null : `#${one.pull}`],
    ["branch", one.base === null ? one.branch : `${one.branch}, from ${one.base}`],
    ["rounds", `${one.rounds}, and the limit is ${limits.rounds + record.forgiven}`],
    ["attempts", attemptsOf(one)],
    ["cost", spentText(one.spent)],
    ["of that", stepsText(one.spent) || null],
    ["verdict", verdictOf(record)],
    ["wants", record.wants.join(", ") || null],
    ["granted", record.granted.join(", ") || null],
  ]);
};

const stateOf = ({ state, cutOff, left, record }: TodoDetails): string =>
  [
    left === null ? state : `${leftState}, ${state} before`,
    ...(cutOff ? ["cut off with its run: the next one goes on"] : []),
    ...(record.paused ? ["paused by a person"] : []),
  ].join(", ");

const attemptsOf = ({ failed, limits, record, spent }: TodoDetails): string =>
  [
    `${count(spent.runs, "run")} of programs in all`,
    `${failed} of ${limits.attempts} failed in this round`,
    ...(record.lost > 0 ? [`${record.lost} cut off`] : []),
  ].join(", ");

const verdictOf = ({ verdict }: TodoDetails["record"]): string | null => {
  if (verdict === null) return null;
  const what = verdict.approved ? "approved" : "changes requested";
  const how = verdict.informal ? ", as a comment alone" : "";
  const by = verdict.person ? `${verdict.by}, a person` : verdict.by;
  return `${what} by ${by} in round ${verdict.round}, at ${verdict.commit.slice(0, 10)}${how}`;
};

const findingLine = ({ path, line, text, first, seen, open }: TodoDetails["record"]["findings"][number]) => {
  const place = path === null ? "" : `${path}${line === null ? "" : `:${line}`} `;
  const rounds = seen > 1 ? `${seen} rounds since ${first}` : `round ${first}`;
  return `${open ? "open " : "fixed"} ${plain(`${place}${text}`)} (${rounds})`;
};

/** The rows of the gates' table, without its rules. */
const gateLines = (table: string): string[] =>
  table.split("\n").flatMap((line) => {
    const [gate = "", result, ...rest] = cellsIn(line);
    if (gate === "") return [];
    return [result === undefined ? gate : `${gate.padEnd(9)}  ${result.padEnd(7)}  ${rest.join("  ")}`];
  });
