import { count } from "../../core/count.ts";
import { clip, pad, plain, widthOf } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { clock } from "../text/time.ts";
import { selectedBody } from "./selection.ts";
import type { BodyState, RunState } from "./state.ts";

/** How many columns and rows there are to draw on. */
interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The live view of a run as lines: the plan's title, one line a body, and a bar for the whole. Pure. */
export const render = (state: RunState, { columns, rows }: Size, { now, colors }: Brush): string => {
  const width = Math.max(1, columns - 1);
  const aside = asideOf(state);
  const help = helpLines(state);
  const extra = state.held.length + aside.length + help.length;
  const room = Math.max(1, rows - frameRows - extra);
  const selected = state.keys && selectedBody(state);
  const shown = shownBodies(state.bodies, room, selected);
  const layout = layoutOf(state.bodies, width);
  return [
    "",
    colors.bold(clip(` ${plain(state.title)}`, width)),
    "",
    ...shown.map((body) => bodyLine(body, layout, { now, colors, isSelected: body === selected })),
    ...foldedLine(state.bodies, shown, width, colors),
    ...state.held.map((line) => colors.yellow(clip(` ○ ${plain(line)}`, width))),
    ...aside.map((line) => colors.dim(clip(line, width))),
    "",
    wholeLine(state, width, { now, colors }),
    ...help.map((line) => colors.dim(clip(line, width))),
  ].join("\n");
};

/** What runs beside the lanes. */
const asideOf = ({ base, landing }: RunState): string[] => [
  ...(base === null ? [] : [` The base is tried first: ${plain(base)}`]),
  ...(landing === null ? [] : [` What lands is tried together: ${plain(landing)}`]),
];

/** What keys do, once somebody asked. */
const helpLines = ({ keys }: RunState): string[] =>
  keys?.isHelpShown
    ? [" ↑↓ choose   enter log   d diff   o page   r retry", " p pause   q stop   ? close this"]
    : [];

/** When it is, in milliseconds, and what to paint with. */
interface Brush {
  readonly now: number;
  readonly colors: Colors;
}

/** Lines besides those of bodies, and one that terminals need below the view. */
const frameRows = 6;

/** The bodies that have a line, in the order of the plan: those at work first when there is no room for all. */
const shownBodies = (
  bodies: readonly BodyState[],
  room: number,
  selected: BodyState | null,
): readonly BodyState[] => {
  if (bodies.length <= room) return bodies;
  const rank = (body: BodyState): number => (body === selected ? -1 : body.lane ? 0 : isDone(body) ? 2 : 1);
  const chosen = new Set([...bodies].sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, room - 1)));
  return bodies.filter((body) => chosen.has(body));
};

const isDone = ({ todos, done }: BodyState): boolean => todos.size > 0 && done.size === todos.size;

/** Widths of a body line's parts: they depend on the plan alone, so that nothing moves while it runs. */
interface Layout {
  readonly width: number;
  readonly title: number;
  readonly todo: number;
  readonly stage: number;
  /** Which round or attempt it is; 0: there is no room to say so. */
  readonly turn: number;
}

/** Columns of a lane's line besides these. */
const fixed = 27;

const layoutOf = (bodies: readonly BodyState[], width: number): Layout => {
  const longest = (texts: readonly string[]) =>
    texts.reduce((most, text) => Math.max(most, widthOf(text)), 4);
  const id = longest(bodies.flatMap(({ planned }) => planned));
  const wanted = {
    title: Math.min(34, longest(bodies.map((body) => plain(body.title)))),
    todo: Math.min(30, Math.max(18, id)),
    stage: 20,
    turn: 8,
  };
  return { width, ...narrowed(wanted, width - fixed, Math.min(id, 18)) };
};

type Parts = Pick<Layout, "title" | "todo" | "stage" | "turn">;

/** Takes away what is over, from what is missed least. */
const narrowed = (wanted: Parts, room: number, id: number): Parts => {
  const steps: readonly (readonly [keyof Parts, number])[] = [
    ["todo", id],
    ["stage", 12],
    ["turn", 0],
    ["todo", 12],
    ["title", 12],
    ["todo", 8],
    ["title", 6],
    ["todo", 6],
  ];
  const parts = { ...wanted };
  for (const [name, least] of steps) {
    const over = parts.title + parts.todo + parts.stage + parts.turn - room;
    if (over > 0) parts[name] = Math.max(Math.min(least, parts[name]), parts[name] - over);
  }
  return { ...parts, turn: parts.turn < wanted.turn ? 0 : parts.turn };
};

const bodyLine = (body: BodyState, layout: Layout, brush: Brush & { isSelected: boolean }): string => {
  const { colors, isSelected } = brush;
  const before = isSelected ? "›" : " ";
  const { mark, paint, doing } = appearanceOf(body, layout, brush);
  const title = pad(plain(body.title), layout.title);
  const counts = `${body.done.size}/${body.todos.size}`.padStart(7);
  const head = `${before}${mark} ${title}${counts}  `;
  const rest = clip(doing, Math.max(0, layout.width - widthOf(head)));
  if (widthOf(head) > layout.width) return paint(clip(head, layout.width));
  return `${before}${paint(mark)} ${body.lane ? colors.bold(title) : paint(title)}${colors.dim(counts)}  ${body.lane ? rest : paint(rest)}`.trimEnd();
};

interface Appearance {
  readonly mark: string;
  readonly paint: (text: string) => string;
  readonly doing: string;
}

const appearanceOf = (body: BodyState, layout: Layout, { now, colors }: Brush): Appearance => {
  const { lane, last } = body;
  if (lane) {
    const stage = pad(plain(lane.stage), layout.stage);
    const turn = pad(turnOf(lane), layout.turn);
    const time = clock(now - lane.since).padStart(6);
    const doing = `${pad(lane.order, 4)} ${pad(lane.todo, layout.todo)}  ${stage}  ${turn}${time}`;
    return { mark: "●", paint: colors.cyan, doing };
  }
  if (isDone(body)) return { mark: "✓", paint: colors.green, doing: "done" };
  if (last && last.result !== "approved") {
    const doing = `${pad(last.order, 4)} ${pad(last.todo, layout.todo)}  ${last.result}`;
    return last.result === "blocked"
      ? { mark: "✗", paint: colors.red, doing }
      : { mark: "↺", paint: colors.yellow, doing };
  }
  return { mark: "○", paint: colors.dim, doing: "waiting" };
};

/** Said only when it is not the first. */
const turnOf = ({ round, attempt }: { round: number; attempt: number }): string =>
  attempt > 1 ? `try ${attempt}` : round > 1 ? `round ${round}` : "";

const foldedLine = (
  bodies: readonly BodyState[],
  shown: readonly BodyState[],
  width: number,
  colors: Colors,
): string[] => {
  const hidden = bodies.filter((body) => !shown.includes(body));
  if (hidden.length === 0) return [];
  const working = hidden.filter(({ lane }) => lane !== null).length;
  const done = hidden.filter((body) => body.lane === null && isDone(body)).length;
  const waiting = hidden.length - working - done;
  const kinds = [
    ...(working > 0 ? [`${working} at work`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(done > 0 ? [`${done} done`] : []),
  ];
  return [colors.dim(clip(` … and ${hidden.length} more: ${kinds.join(", ")}`, width))];
};

/** Columns from which on there is room to say how keys are found. */
const roomForHint = 70;

const wholeLine = (state: RunState, width: number, { now, colors }: Brush): string => {
  const { done, total, parallel, bodies, startedAt, stopping, paused, keys } = state;
  const lanes = bodies.filter(({ lane }) => lane !== null).length;
  const said = [
    `${done} of ${count(total, "todo")}`,
    `${lanes} of ${count(parallel, "lane")}`,
    clock(now - startedAt),
    ...(stopping ? ["stopping"] : paused ? ["paused"] : []),
    ...(keys && !keys.isHelpShown && width >= roomForHint ? ["? keys"] : []),
  ].join("   ");
  const length = Math.min(40, width - widthOf(said) - 4);
  if (length < 8) return clip(` ${said}`, width);
  const filled = total === 0 ? 0 : Math.floor((done * length) / total);
  return ` ${colors.green("━".repeat(filled))}${colors.dim("╌".repeat(length - filled))}  ${said}`;
};
