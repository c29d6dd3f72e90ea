import { spentText } from "../../core/cost/ledger.ts";
import { count } from "../../core/count.ts";
import { headOf } from "../../core/todo/blocked.ts";
import { clip, plain, plainLine } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { looksOf } from "./lines.ts";
import type { TodoDetails } from "./todo.ts";

/** How one todo stands, as lines: its state, what was found and asked, its gates, and who said what. */
export const todoLines = (
  one: TodoDetails,
  { columns, colors }: { columns: number | null; colors: Colors },
): string[] => {
  const { mark, paint } = looksOf(one.state, colors);
  const width = columns ?? Number.POSITIVE_INFINITY;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", colors.bold(title), ...lines.map((line) => clip(` ${line}`, width))];
  const { record } = one;
  return [
    `${paint(`${mark} ${one.order} ${one.todo}`)}  ${colors.bold(plain(one.title))}`,
    "",
    ...factsOf(one).map(([name, value]) => `${colors.dim(name.padEnd(9))} ${plain(value)}`),
    ...one.why.map(plainLine),
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
      one.said.map(
        ({ at, by, where, text }) => `${at.slice(0, 16).replace("T", " ")} ${by}, ${where}: ${plain(text)}`,
      ),
    ),
  ];
};

const factsOf = (one: TodoDetails): [string, string][] => {
  const { record, limits } = one;
  const all: readonly [string, string | null][] = [
    ["state", stateOf(one)],
    ["blocked", one.blocked === null ? null : headOf(one.blocked)],
    ["skipped", record.skipped],
    ["waits for", one.waitsFor.join(", ") || null],
    ["body", one.body],
    ["issue", one.issue === null ? null : `#${one.issue}`],
    ["PR", one.pull === null ? null : `#${one.pull}`],
    ["branch", one.base === null ? one.branch : `${one.branch}, from ${one.base}`],
    ["rounds", `${one.rounds}, and the limit is ${limits.rounds + record.forgiven}`],
    ["attempts", attemptsOf(one)],
    ["cost", spentText(one.spent)],
    ["verdict", verdictOf(record)],
    ["wants", record.wants.join(", ") || null],
    ["granted", record.granted.join(", ") || null],
  ];
  return all.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
};

const stateOf = ({ state, record }: TodoDetails): string =>
  record.paused ? `${state}, paused by a person` : state;

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
    if (line.trim() === "" || /^[\s|:-]+$/.test(line)) return [];
    const cells = line.replace(/^\s*\||\|\s*$/g, "").split(/(?<!\\)\|/);
    const [gate = "", result, ...rest] = cells.map(plain);
    return [result === undefined ? gate : `${gate.padEnd(9)}  ${result.padEnd(7)}  ${rest.join("  ")}`];
  });
