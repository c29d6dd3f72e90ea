import { costTable } from "../board/cost-table.ts";
import { costsOf } from "../board/costs.ts";
import { gantt } from "../board/gantt.ts";
import { todoNeedsOf } from "../board/needs.ts";
import { needsText } from "../board/needs-text.ts";
import { pastLanesOf } from "../board/timeline.ts";
import { commandNames, commands } from "../command/table.ts";
import { total } from "../cost/ledger.ts";
import { briefly, spentText, stepsText } from "../cost/words.ts";
import { count } from "../count.ts";
import { groupBy } from "../group.ts";
import { inOrder } from "../in-order.ts";
import { cut } from "../key.ts";
import { once } from "../once.ts";
import type { Plan } from "../plan/plan.ts";
import { type BaseFault, baseFaultText } from "../proof/fault.ts";
import { cell, code, harmlessLine } from "../publish/line.ts";
import { quoted } from "../publish/quoted.ts";
import type { TrackingRecord } from "../snapshot/record.ts";
import { nextCommand } from "../todo/answers.ts";
import { countsOf, leftCountText } from "../todo/counts.ts";
import { type DesiredTodo, isDone, isUnwanted } from "../todo/desired.ts";
import { isLeft, leftState } from "../todo/left.ts";
import { reasonText } from "../todo/reasons.ts";
import { type Waits, waits } from "../todo/waits.ts";
import type { Criterion } from "./criteria.ts";
import { drawing } from "./drawing.ts";

/** Longest text of the tracking issue, in characters: with its record it stays under the forge's limit. */
export const maxTrackingText = 54_000;

interface Told {
  readonly plan: Plan;
  readonly record: TrackingRecord;
  /** Why nothing starts on the plan's base. */
  readonly fault?: BaseFault | undefined;
  /** The six criteria, when they all hold. */
  readonly ended: readonly Criterion[] | null;
  /** What waits for accounts, a line each. */
  readonly held?: readonly string[];
}

/** What people read in the tracking issue; of long plans what is done is folded first, then what waits, then everything. */
export const trackingText = (wanted: readonly DesiredTodo[], told: Told): string => {
  const counted = wanted.filter(({ record }) => record.state.status !== "removed");
  const bodies = bodiesOf(counted, told.plan);
  const head = joined([
    headOf(counted, told),
    needsText(todoNeedsOf(counted), 3, maxNeeds),
    faultIn(told),
    heldText(told.held ?? []),
    drawing(told.plan, counted),
  ]);
  const foot = told.ended ? reportOf(told.ended, told.plan) : steering;
  const past = pastOf(counted, told.plan);
  const tries = [[folds[0], joined([past, foot])] as const, ...folds.map((fold) => [fold, foot] as const)];
  for (const [fold, end] of tries) {
    if (!fold || rowsIn(bodies, fold) * shortestRow > maxTrackingText) continue;
    const text = textWithin(maxTrackingText, allLines([head, end], bodies, fold));
    if (text !== null) return `${text}\n`;
  }
  return cut(`${head}\n\n${foot}\n\n${bodies.map(({ heading }) => heading()).join("\n")}`, maxTrackingText);
};

/** Todos that are named at the top as what needs a person; the table has all. */
const maxNeeds = 10;

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== "").join("\n\n");

/** Lanes over time, and what they took, as records remember them; left out first where there is no room. */
const pastOf = (counted: readonly DesiredTodo[], plan: Plan): string => {
  const lanes = pastLanesOf(counted);
  const drawn = gantt(lanes);
  if (drawn === "") return "";
  return joined(["### Timeline", drawn, costTable(costsOf(counted, plan, lanes), 3)]);
};

interface BodyWorks {
  readonly works: readonly DesiredTodo[];
  readonly waits: (one: DesiredTodo) => Waits;
  readonly heading: () => string;
}

const bodiesOf = (counted: readonly DesiredTodo[], plan: Plan): BodyWorks[] => {
  const titles = new Map(plan.bodies.map(({ id, title }) => [id, title]));
  const byBody = groupBy(counted, ({ todo }) => todo.body);
  const waitsOf = waits(counted, plan);
  return [...new Set([...titles.keys(), ...byBody.keys()])].flatMap((id) => {
    const works = inOrder(byBody.get(id) ?? [], ({ todo }) => todo.order);
    const heading = once(() => headingOf(titles.get(id) ?? id, works));
    return works.length > 0 ? [{ works, waits: waitsOf, heading }] : [];
  });
};

const headOf = (counted: readonly DesiredTodo[], { record }: Told): string => {
  const { done, total: all, left } = countsOf(counted);
  const spent = total(counted.map((one) => one.record.spent));
  const some = (what: string, works: readonly DesiredTodo[]): string[] =>
    works.length > 0 ? [`${works.length} ${what}`] : [];
  const facts = [
    `${done} of ${count(all, "todo")} done${leftCountText(left)}`,
    ...some("at work", counted.filter(isAtWork)),
    ...some(
      "blocked",
      counted.filter((one) => isBlocked(one) && !isLeft(one)),
    ),
    ...some("skipped", counted.filter(isUnwanted)),
    ...(spent.runs > 0 ? [`took ${spentText(spent)}`] : []),
    ...(record.stopped ? ["**stopped**"] : record.paused ? ["**paused**"] : []),
  ];
  const steps = stepsText(spent);
  return `${bar(done, all)} ${facts.join(" · ")}${steps === "" ? "" : `\n\nOf that ${steps}.`}`;
};

const heldText = (held: readonly string[]): string =>
  held.map((line) => `⏳ ${harmlessLine(line)}. It goes on by itself.`).join("\n\n");
/** What a program printed is quoted: it is not ours to format. */
const faultIn = ({ fault, plan }: Told): string => {
  if (!fault) return "";
  const [head = "", ...output] = baseFaultText(fault, plan).split("\n");
  const printed = output.length === 0 ? "" : `\n\n${quoted(output.join("\n"))}`;
  return `> [!CAUTION]\n> ${harmlessLine(`${head[0]?.toUpperCase()}${head.slice(1)}`)}.${printed}`;
};

const isAtWork = (one: DesiredTodo): boolean =>
  !isLeft(one) && (one.record.state.status === "working" || one.record.state.status === "review");
const isBlocked = (one: DesiredTodo): boolean => isLeft(one) || one.record.state.status === "blocked";

const bar = (done: number, total: number): string => {
  const filled = total === 0 ? 0 : Math.floor((done * 20) / total);
  return `\`${"█".repeat(filled)}${"░".repeat(20 - filled)}\``;
};

/** What is left out: done bodies, done todos, todos that only wait, and at last all but what a person must see. */
interface Fold {
  readonly bodies: boolean;
  readonly shows: (one: DesiredTodo) => boolean;
}

const everything = (): boolean => true;
const folds: readonly Fold[] = [
  { bodies: false, shows: everything },
  { bodies: true, shows: everything },
  { bodies: true, shows: (one) => !isDone(one) },
  { bodies: true, shows: (one) => !isDone(one) && one.record.state.status !== "pending" },
  { bodies: true, shows: isBlocked },
  { bodies: true, shows: () => false },
];

/** The lines as one text; `null` as soon as it is longer than `most`, without asking for the rest of them. */
const textWithin = (most: number, lines: Iterable<string>): string | null => {
  const kept: string[] = [];
  let length = -1;
  for (const line of lines) {
    length += line.length + 1;
    if (length > most) return null;
    kept.push(line);
  }
  return kept.join("\n");
};

/** How many todos a fold shows. */
const rowsIn = (bodies: readonly BodyWorks[], fold: Fold): number =>
  bodies.reduce((rows, { works }) => rows + shownOf(works, fold).length, 0);

const shownOf = (works: readonly DesiredTodo[], fold: Fold): readonly DesiredTodo[] => {
  if (fold.bodies && works.every(isDone)) return [];
  return fold.shows === everything ? works : works.filter(fold.shows);
};

/** Written while they are read: most folds of a long plan are given up after a few bodies. */
function* allLines(
  [head, foot]: readonly [string, string],
  bodies: readonly BodyWorks[],
  fold: Fold,
): Iterable<string> {
  yield head;
  for (const body of bodies) {
    yield "";
    yield* bodyLines(body, fold);
  }
  yield "";
  yield foot;
}

function* bodyLines(body: BodyWorks, fold: Fold): Iterable<string> {
  yield body.heading();
  const shown = shownOf(body.works, fold);
  if (shown.length === 0) return;
  yield `\n${tableHead}`;
  for (const one of shown) yield row(one, body.waits(one));
  const left = body.works.length - shown.length;
  if (left > 0) yield `\n${left} more`;
}

const headingOf = (title: string, works: readonly DesiredTodo[]): string => {
  const cost = briefly(total(works.map(({ record }) => record.spent)));
  const { done: ended, total: all, left } = countsOf(works);
  const done = `${ended} of ${all}${leftCountText(left)}`;
  return `### ${harmlessLine(title, 100)}: ${done}${cost === "" ? "" : `, ${cost}`}`;
};

/** The characters of a todo's row that has nothing to say, about: a fold of more rows than fit is not written at all. */
const shortestRow = "| `00a` | a | pending | | | |".length;

const tableHead = "| todo | | state | pull request | cost | waits for |\n|---|---|---|---|---|---|";

const row = (one: DesiredTodo, { todos, others }: Waits): string => {
  const { todo, seen, record } = one;
  const issue = seen ? `#${seen.issue.number}` : "";
  const rounds = record.rounds > 1 ? `, ${record.rounds} rounds` : "";
  const pull = record.pull === null ? "" : `#${record.pull}`;
  const waiting = [...todos.map(nameOf), ...others.map((other) => cell(other, 80))];
  const why = reasonIn(one) ?? waiting.slice(0, maxNamed).join(", ");
  const more = waiting.length > maxNamed ? ` and ${waiting.length - maxNamed} more` : "";
  return `| \`${todo.order}\` ${issue} | ${cell(todo.title, 100)} | ${isLeft(one) ? leftState : record.state.status}${rounds} | ${pull} | ${briefly(record.spent)} | ${why}${more} |`;
};

/** Why a todo goes no further, as far as somebody said. */
const reasonIn = (one: DesiredTodo): string | null => {
  const { state } = one.record;
  if (isLeft(one)) return `\`/milepost skip <why>\` on ${nameOf(one)}, or put it back`;
  if (state.status === "blocked")
    return `${cell(reasonText(state.reason), 300)}<br>next: \`/milepost ${nextCommand(state.reason, one.record)}\` on ${nameOf(one)}`;
  return state.status === "skipped" && state.why !== null ? cell(state.why, 300) : null;
};

/** At most so many todos are named as what one waits for. */
const maxNamed = 5;

const nameOf = ({ todo, seen }: DesiredTodo): string =>
  seen ? `#${seen.issue.number}` : `\`${todo.order}\``;

const reportOf = (ended: readonly Criterion[], { overrides = [] }: Plan): string =>
  [
    "### Done: the six criteria",
    ...ended.map(({ name, ok, evidence }) => `- [${ok ? "x" : " "}] **${name}**: ${harmlessLine(evidence)}`),
    ...(overrides.length === 0
      ? []
      : ["", `Set instead of the plan's: ${overrides.map((one) => code(one)).join(", ")}.`]),
  ].join("\n");

const named = (where: "plan" | "todo"): string =>
  commandNames
    .filter((name) => where in commands[name])
    .map((name) => `\`${name}\``)
    .join(", ");

const steering = `### How to steer

Comment with a line that begins with \`/milepost\`: here with ${named("plan")}; on a todo's issue or pull request with ${named("todo")}. \`/milepost help\` explains them. Whoever may write to the repository is obeyed.`;
